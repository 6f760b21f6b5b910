import ByteFormats

extension MISODisplay {
  /// Reads generation by fuel.
  ///
  /// `{"RefId", "TotalMW", "Fuel": {"Type": [{"INTERVALEST", "CATEGORY", "ACT", "FUEL_CATEGORY"}]}}`
  ///
  /// `INTERVALEST` is the end of five minutes. `TotalMW` is the sum of the rows and makes none. Imports are a flow, not
  /// generation.
  mutating func fuelMix() throws(ParseError) -> ObservationBuilder {
    try readReference(of: document)
    var table = ObservationBuilder(dictionary: dictionary)
    let location = dictionary.code(for: MISOLocation.system)
    for (index, row) in try elements("Type", of: try required("Fuel", of: document)).enumerated() {
      let stamp = row.member("INTERVALEST")?.text
      guard let end = stamp.flatMap({ MISOStampReader.instant($0) }) else {
        try defect(.notATime, field: "INTERVALEST", index: index, stamp, expected: "2018-01-25 4:30:00 AM")
        continue
      }
      guard let fuel = row.member("CATEGORY")?.text else {
        try defect(.missingField, field: "CATEGORY", index: index, nil, expected: "a fuel")
        continue
      }
      guard let power = try number("ACT", of: row, index: index) else { continue }
      let product = Product.power(fuel.lowercased() == "imports" ? .flow : .generation, .actual, fuel)
      table.append(start: end - 300, seconds: 300, location: location, product: code(product), value: power)
    }
    return table
  }

  /// Reads the load, measured and forecast, and the demand that the day-ahead market cleared.
  ///
  /// `{"LoadInfo": {"RefId", "ClearedMW": [{"ClearedMWHourly": {"Hour", "Value"}}], "MediumTermLoadForecast":
  /// [{"Forecast": {"HourEnding", "LoadForecast"}}], "FiveMinTotalLoad": [{"Load": {"Time", "Value"}}]}}`
  ///
  /// The lists are those of the calendar day of `RefId`; the first five-minute label, 00:00, ends the last interval of
  /// the day before.
  mutating func totalLoad() throws(ParseError) -> [ObservationBuilder] {
    let data = try required("LoadInfo", of: document)
    try readReference(of: data)
    guard let reference else {
      throw ParseError(
        .missingField, at: .init(source: member.name, field: "RefId"), "no market day", expected: "RefId")
    }
    let midnight = MISOClock.start(of: reference.date)
    let location = dictionary.code(for: MISOLocation.system)
    var measured = ObservationBuilder(dictionary: dictionary)
    var forecast = ObservationBuilder(dictionary: dictionary)

    for (index, row) in try inner(data, "FiveMinTotalLoad", "Load").enumerated() {
      let label = row.member("Time")?.text
      guard let time = label.flatMap({ MISOStampReader.timeOfDay($0) }) else {
        try defect(.notATime, field: "Time", index: index, label, expected: "08:15")
        continue
      }
      guard midnight + time <= reference.instant + 3600 else {
        try defect(.noSuchInterval, field: "Time", index: index, label, expected: "a time before RefId")
        continue
      }
      guard let power = try number("Value", of: row, index: index) else { continue }
      measured.append(
        start: midnight + time - 300, seconds: 300, location: location, product: code(.power(.load, .actual)),
        value: power)
    }
    for (index, row) in try inner(data, "ClearedMW", "ClearedMWHourly").enumerated() {
      guard let start = try hour(of: row, index, midnight), let power = try number("Value", of: row, index: index)
      else {
        continue
      }
      measured.append(
        start: start, seconds: 3600, location: location, product: code(.power(.award, .dayAhead, "Cleared demand")),
        value: power)
    }
    for (index, row) in try inner(data, "MediumTermLoadForecast", "Forecast").enumerated() {
      guard let start = try hour(of: row, index, midnight),
        let power = try number("LoadForecast", of: row, index: index)
      else { continue }
      forecast.append(
        start: start, seconds: 3600, location: location, product: code(.power(.loadForecast, .forecast)), value: power,
        issuedAt: reference.instant)
    }
    return [measured, forecast]
  }

  /// The objects of a list whose elements wrap each of them under one name.
  private func inner(_ data: JSONValue, _ list: String, _ name: String) throws(ParseError) -> [JSONValue] {
    try elements(list, of: data).map { $0.member(name) ?? $0 }
  }

  /// The start of the hour that a row's label names.
  private mutating func hour(of row: JSONValue, _ index: Int, _ midnight: Int64) throws(ParseError) -> Int64? {
    let label = (row.member("HourEnding") ?? row.member("Hour") ?? row.member("HourEndEST"))?.text
    if let hour = label.flatMap({ MISOStampReader.hourEnding($0) }) { return midnight + (hour - 1) * 3600 }
    try defect(.noSuchInterval, field: "HourEnding", index: index, label, expected: "an hour from 1 to 24")
    return nil
  }

  /// Reads forecast and measured generation of wind and sun, in the shapes of seven displays.
  ///
  /// `{"MktDay", "RefId", "Forecast": [{"DateTimeEST", "HourEndingEST", "Value"}]}`, or `"instance"` for the list, with
  /// names that begin with `Forecast` and `Actual` where both are shown, and `WindValue` and `SolarValue` where both
  /// fuels are.
  ///
  /// `DateTimeEST` begins the hour that `HourEndingEST` ends. Hours that are not measured yet are `null` throughout and
  /// make no row.
  mutating func renewables(_ fuel: String?) throws(ParseError) -> [ObservationBuilder] {
    try readReference(of: document)
    let list = ["Forecast", "instance", "Actual"].first { document.member($0) != nil } ?? "instance"
    var measured = ObservationBuilder(dictionary: dictionary)
    var forecast = ObservationBuilder(dictionary: dictionary)
    let isMeasured = description.feed.product.kind == .generation
    for (index, row) in try elements(list, of: document).enumerated() {
      if row.member("DateTimeEST") != nil {
        if isMeasured {
          try generation(row, "", fuel, index, isMeasured: true, into: &measured)
        } else {
          try generation(row, "", fuel, index, isMeasured: false, into: &forecast)
        }
      } else {
        try generation(row, "Forecast", fuel, index, isMeasured: false, into: &forecast)
        try generation(row, "Actual", fuel, index, isMeasured: true, into: &measured)
      }
    }
    return [forecast, measured]
  }

  /// Adds the rows of one half of a record: the members whose names begin with `prefix`.
  private mutating func generation(
    _ row: JSONValue, _ prefix: String, _ fuel: String?, _ index: Int, isMeasured: Bool,
    into table: inout ObservationBuilder
  ) throws(ParseError) {
    let stamp = row.member(prefix + "DateTimeEST")
    if isMeasured, stamp?.isBlank ?? true { return }
    guard let start = stamp?.text.flatMap({ MISOStampReader.instant($0) }) else {
      try defect(.notATime, field: prefix + "DateTimeEST", index: index, stamp?.text, expected: "2025-03-10 1:00:00 AM")
      return
    }
    let label = row.member(prefix + "HourEndingEST")?.text
    let hour = label.flatMap { MISOStampReader.hourEnding($0) }
    let midnight = MISOClock.start(of: MISOClock.date(of: start))
    guard let hour, midnight + (hour - 1) * 3600 == start else {
      try defect(
        .noSuchInterval, field: prefix + "HourEndingEST", index: index, label,
        expected: "the hour that begins at DateTimeEST")
      return
    }
    let location = dictionary.code(for: MISOLocation.system)
    for (name, key) in fuel.map({ [($0, "Value")] }) ?? [("Wind", "WindValue"), ("Solar", "SolarValue")] {
      guard let power = try number(prefix + key, of: row, index: index) else { continue }
      let product = Product.power(
        isMeasured ? .generation : .generationForecast, isMeasured ? .actual : .forecast, name)
      table.append(
        start: start, seconds: 3600, location: location, product: code(product), value: power,
        issuedAt: isMeasured ? nil : reference?.instant)
    }
  }
}
