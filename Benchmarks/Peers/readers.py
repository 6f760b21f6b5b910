"""The same payloads, read as people read them today: polars and pandas."""

import io
import zipfile
from pathlib import Path

import pandas as pd
import polars as pl

FILES = {
    "parse/pjm-da-csv": "da_hrl_lmps.csv",
    "parse/pjm-da-json": "da_hrl_lmps.json",
    "parse/miso-day": "20260714_da_expost_lmp.csv",
    "parse/caiso-zip": "20260714_20260714_PRC_LMP_DAM_20260713_20_00_00_v12.zip",
    "parse/caiso-csv": "20260714_20260714_PRC_LMP_DAM_20260713_20_00_00_v12.csv",
    "parse/ercot-rtm-day": "cdr.00012301.0000000000000000.20260714.235500.SPPHLZNP6905.csv",
}


def member(path):
    """The text of a payload: the first member of an archive, the file itself otherwise."""
    data = Path(path).read_bytes()
    if path.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(archive.namelist()[0])
    return data


def polars_raw(name, path):
    """Strings and floats, nothing decoded: the floor of what polars has to do."""
    skip = 4 if name == "parse/miso-day" else 0
    if name == "parse/pjm-da-json":
        import json
        return pl.DataFrame(json.loads(member(path))["items"], infer_schema_length=None).height
    return pl.read_csv(io.BytesIO(member(path)), skip_rows=skip, infer_schema_length=1000, try_parse_dates=False).height


def pandas_rows(name, path):
    """pandas, and a time stamp with a zone made row by row, as the common Python clients of these operators do."""
    if name == "parse/pjm-da-csv":
        frame = pd.read_csv(io.BytesIO(member(path)))
        frame["start"] = frame["datetime_beginning_utc"].apply(
            lambda text: pd.Timestamp(text, tz="UTC").tz_convert("America/New_York"))
        return len(frame)
    if name == "parse/pjm-da-json":
        import json
        frame = pd.DataFrame(json.loads(member(path))["items"])
        frame["start"] = frame["datetime_beginning_utc"].apply(
            lambda text: pd.Timestamp(text, tz="UTC").tz_convert("America/New_York"))
        return len(frame)
    if name == "parse/miso-day":
        frame = pd.read_csv(io.BytesIO(member(path)), skiprows=4)
        long = frame.melt(id_vars=["Node", "Type", "Value"], var_name="hour", value_name="price")
        day = pd.Timestamp("2026-07-14")
        long["start"] = long["hour"].apply(
            lambda text: (day + pd.Timedelta(hours=int(text[3:]) - 1)).tz_localize("Etc/GMT+5"))
        return len(long.pivot_table(index=["Node", "start"], columns="Value", values="price"))
    if name in ("parse/caiso-zip", "parse/caiso-csv"):
        frame = pd.read_csv(io.BytesIO(member(path)))
        frame["start"] = frame["INTERVALSTARTTIME_GMT"].apply(
            lambda text: pd.Timestamp(text).tz_convert("America/Los_Angeles"))
        return len(frame.pivot_table(index=["NODE", "start"], columns="LMP_TYPE", values="MW"))
    frame = pd.read_csv(io.BytesIO(member(path)))
    frame["start"] = frame.apply(
        lambda row: (pd.Timestamp(row["DeliveryDate"])
                     + pd.Timedelta(minutes=60 * (row["DeliveryHour"] - 1) + 15 * (row["DeliveryInterval"] - 1))
                     ).tz_localize("America/Chicago", ambiguous=row["DSTFlag"] != "Y"), axis=1)
    return len(frame)
