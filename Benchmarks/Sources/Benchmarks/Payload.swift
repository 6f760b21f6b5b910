import Foundation
import MarketData

/// Generated files of the real shape and size, the same bytes every time.
enum Payload: String, CaseIterable {
  /// A full PJM day-ahead day: 12,000 pricing nodes, 24 hours.
  case pjmCSV = "da_hrl_lmps.csv"
  /// The same rows as Data Miner 2 JSON.
  case pjmJSON = "da_hrl_lmps.json"
  /// A MISO day-ahead day: 2,600 nodes, three rows each, 24 hours a row.
  case misoCSV = "20260714_da_expost_lmp.csv"
  /// A CAISO day-ahead day of 2,000 nodes: five component rows an hour, in a zip.
  case caisoZip = "20260714_20260714_PRC_LMP_DAM_20260713_20_00_00_v12.zip"
  /// The same, expanded.
  case caisoCSV = "20260714_20260714_PRC_LMP_DAM_20260713_20_00_00_v12.csv"
  /// An ERCOT real-time day: 1,000 settlement points, 96 quarter-hours.
  case ercotCSV = "cdr.00012301.0000000000000000.20260714.235500.SPPHLZNP6905.csv"

  /// The bytes: read from a folder that ``writeAll(to:)`` filled, or generated.
  func bytes(_ settings: Settings) -> [UInt8] {
    let path = settings.dataFolder + "/" + rawValue
    guard let file = fopen(path, "r") else { return generated() }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = ftell(file)
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = fread(buffer.baseAddress, 1, size, file)
    }
  }

  /// The bytes, generated.
  func generated() -> [UInt8] {
    switch self {
    case .pjmCSV: Array(PJMDay.csv().utf8)
    case .pjmJSON: Array(PJMDay.json().utf8)
    case .misoCSV: Array(Payload.misoDay().utf8)
    case .caisoCSV: Array(Payload.caisoDay().utf8)
    case .caisoZip: ZipFile.archive(Payload.caisoCSV.rawValue, Payload.caisoCSV.generated())
    case .ercotCSV: Array(Payload.ercotDay().utf8)
    }
  }

  /// Writes every payload into a folder.
  static func writeAll(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for payload in allCases {
      try Data(payload.generated()).write(to: URL(fileURLWithPath: folder).appendingPathComponent(payload.rawValue))
    }
  }

  private static func misoDay() -> String {
    var random = SplitMix(seed: 2)
    var text = "Day Ahead Market ExPost LMPs\n07/14/2026\n\n,,,All Hours-Ending are Eastern Standard Time (EST)\n"
    text += "Node,Type,Value," + (1...24).map { "HE \($0)" }.joined(separator: ",") + "\n"
    for node in 0..<2600 {
      var rows = ["LMP": "", "MCC": "", "MLC": ""]
      for hour in 0..<24 {
        let energy = 3000 + hour * 40
        let congestion = random.cents(400)
        let loss = random.cents(150)
        rows["LMP"]? += "," + decimal(energy + congestion + loss)
        rows["MCC"]? += "," + decimal(congestion)
        rows["MLC"]? += "," + decimal(loss)
      }
      for value in ["LMP", "MCC", "MLC"] {
        text += "NODE.\(node / 100).UNIT\(node),Gennode,\(value)" + (rows[value] ?? "") + "\n"
      }
    }
    return text
  }

  private static func caisoDay() -> String {
    var random = SplitMix(seed: 3)
    var text =
      "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,OPR_INTERVAL,NODE_ID_XML,NODE_ID,NODE,MARKET_RUN_ID,"
      + "LMP_TYPE,XML_DATA_ITEM,PNODE_RESMRID,GRP_TYPE,POS,MW,GROUP\n"
    let items = [
      ("LMP", "LMP_PRC"), ("MCC", "LMP_CONG_PRC"), ("MCE", "LMP_ENE_PRC"), ("MCL", "LMP_LOSS_PRC"),
      ("MGHG", "LMP_GHG_PRC"),
    ]
    var group = 0
    for node in 0..<2000 {
      let name = "NODE\(node)_7_N\(100 + node % 900)"
      let parts = (0..<24).map { hour in
        let energy = 3_500_000 + hour * 50_000
        return (energy, random.cents(200_000), random.cents(90_000))
      }
      for (type, item) in items {
        group += 1
        for step in 0..<24 {
          let hour = (step * 7 + node) % 24
          let (energy, congestion, loss) = parts[hour]
          let value =
            switch type {
            case "LMP": energy + congestion + loss
            case "MCC": congestion
            case "MCE": energy
            case "MCL": loss
            default: 0
            }
          let start = Instant(secondsSince1970: 1_784_012_400 + Int64(hour) * 3600)
          text +=
            "\(gmt(start)),\(gmt(start.advanced(bySeconds: 3600))),2026-07-14,\(hour + 1),0,\(name),\(name),\(name),"
          text += "DAM,\(type),\(item),\(name),ALL,1,\(decimal(value, places: 5)),\(group)\n"
        }
      }
    }
    return text
  }

  private static func gmt(_ instant: Instant) -> String { String(instant.description.dropLast()) + "-00:00" }

  private static func ercotDay() -> String {
    var random = SplitMix(seed: 4)
    var text =
      "DeliveryDate,DeliveryHour,DeliveryInterval,SettlementPointName,SettlementPointType,SettlementPointPrice,DSTFlag\n"
    for hour in 1...24 {
      for quarter in 1...4 {
        for point in 0..<1000 {
          let price = 2500 + hour * 60 + random.cents(1500)
          text += "07/14/2026,\(hour),\(quarter),UNIT\(point)_RN,RN,\(decimal(price)),N\n"
        }
      }
    }
    return text
  }

  /// A number of hundredths, or of other decimals, as operators print it.
  static func decimal(_ value: Int, places: Int = 2) -> String {
    let scale = (0..<places).reduce(1) { total, _ in total * 10 }
    let digits = String(abs(value) % scale)
    let padding = String(repeating: "0", count: places - digits.count)
    return (value < 0 ? "-" : "") + "\(abs(value) / scale).\(padding)\(digits)"
  }
}

/// A PJM day-ahead day in both layouts.
private enum PJMDay {
  static func csv() -> String {
    var text =
      "datetime_beginning_utc,datetime_beginning_ept,pnode_id,pnode_name,voltage,equipment,type,zone,"
      + "system_energy_price_da,total_lmp_da,congestion_price_da,marginal_loss_price_da,row_is_current,version_nbr\n"
    forEachRow { hour, node, energy, congestion, loss in
      let total = energy * 10_000 + congestion + loss
      text +=
        "\(usTime(hour + 4)),\(usTime(hour)),\(48_000_000 + node * 13),STATION\(node % 700),138 KV,UNIT\(node),GEN,"
      text += "ZONE\(node % 20),\(Payload.decimal(energy)),\(Payload.decimal(total, places: 6)),"
      text += "\(Payload.decimal(congestion, places: 6)),\(Payload.decimal(loss, places: 6)),True,1\n"
    }
    return text
  }

  static func json() -> String {
    var text =
      #"{"links":[{"rel":"self","href":"https://api.pjm.com/api/v1/da_hrl_lmps?rowCount=50000&startRow=1"}],"items":["#
    var separator = ""
    forEachRow { hour, node, energy, congestion, loss in
      let total = energy * 10_000 + congestion + loss
      let utc = twoDigits((hour + 4) % 24)
      let day = hour + 4 >= 24 ? "15" : "14"
      text += separator + #"{"datetime_beginning_utc":"2026-07-"# + "\(day)T\(utc):00:00\""
      text += #","datetime_beginning_ept":"2026-07-14T"# + "\(twoDigits(hour)):00:00\""
      text += #","pnode_id":"# + "\(48_000_000 + node * 13)" + #","pnode_name":"STATION"# + "\(node % 700)\""
      text += #","voltage":"138 KV","equipment":"UNIT"# + "\(node)" + #"","type":"GEN","zone":"ZONE"# + "\(node % 20)\""
      text += #","system_energy_price_da":"# + Payload.decimal(energy)
      text += #","total_lmp_da":"# + Payload.decimal(total, places: 6)
      text += #","congestion_price_da":"# + Payload.decimal(congestion, places: 6)
      text += #","marginal_loss_price_da":"# + Payload.decimal(loss, places: 6)
      text += #","row_is_current":true,"version_nbr":1}"#
      separator = ","
    }
    return text + #"],"searchSpecification":{"rowCount":50000,"startRow":1},"totalRows":288000}"#
  }

  private static func forEachRow(
    _ body: (_ hour: Int, _ node: Int, _ energy: Int, _ congestion: Int, _ loss: Int) -> Void
  ) {
    var random = SplitMix(seed: 1)
    for hour in 0..<24 {
      let energy = 2800 + hour * 55
      for node in 0..<12_000 { body(hour, node, energy, random.cents(6_000_000), random.cents(1_500_000)) }
    }
  }

  private static func usTime(_ hour: Int) -> String {
    let day = 14 + hour / 24
    let clock = hour % 24
    return "7/\(day)/2026 \(clock % 12 == 0 ? 12 : clock % 12):00:00 \(clock < 12 ? "AM" : "PM")"
  }

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

/// A seeded generator of small signed numbers (SplitMix64).
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }

  /// A number between `-bound` and `bound`.
  mutating func cents(_ bound: Int) -> Int { Int(next() % UInt64(2 * bound + 1)) - bound }
}
