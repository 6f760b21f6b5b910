import ByteFormats
import Foundation
import MarketData
import Storage
import Testing

/// The settlement of the CAISO reference case of DER-VET: what it published against what the buckets add up to.
///
/// The case deploys 30 % of regulation up and 15 % of regulation down; at the meter, regulation while charging counts with the inverse of
/// its round-trip efficiency of 85 %. Operation costs 2 USD per MWh discharged, net of regulation while discharging.
enum DERVETCase {
  static let upward = 0.3
  static let downward = 0.15
  static let roundTrip = 0.85

  /// The statement of some hours, in USD.
  static func statement(_ hours: CAISOReferenceDay, start: Instant) throws -> Settlement {
    let grid = try #require(DeliveryGrid(start: start, seconds: 3600, count: hours.charge.count))
    func megawatts(_ kilowatts: [Double]) -> [Double] { kilowatts.map { $0 / 1000 } }
    func perMegawatt(_ price: [Double]) -> [Double] { price.map { $0 * 1000 } }
    let energyPrice = perMegawatt(hours.energyPrice)
    let position = zip(megawatts(hours.discharge), megawatts(hours.charge)).map { $0 - $1 }
    let energy = try EnergyPosition(.dayAheadEnergy, grid: grid, power: position, price: energyPrice)
    func deployed(_ charging: [Double], _ discharging: [Double], _ part: Double) -> [Double] {
      zip(megawatts(charging), megawatts(discharging)).map { part * ($0 / roundTrip + $1) }
    }
    let none = [Double](repeating: 0, count: grid.count)
    var up = try ServiceDelivery(
      product: "reg_up", grid: grid, award: megawatts(zip(hours.upCharging, hours.upDischarging).map { $0 + $1 }),
      price: perMegawatt(hours.upPrice))
    up.deployment = .init(
      upward: deployed(hours.upCharging, hours.upDischarging, upward), downward: none, price: energyPrice)
    var down = try ServiceDelivery(
      product: "reg_down", grid: grid,
      award: megawatts(zip(hours.downCharging, hours.downDischarging).map { $0 + $1 }),
      price: perMegawatt(hours.downPrice))
    down.deployment = .init(
      upward: none, downward: deployed(hours.downCharging, hours.downDischarging, downward), price: energyPrice)
    let throughput = grid.indices.map { hour in
      (hours.discharge[hour] + upward * hours.upDischarging[hour] - downward * hours.downDischarging[hour]) / 1000
    }
    return Settlement(
      currency: .usd,
      lines: try Settlement.energy(market: "CAISO", positions: [energy]) + up.lines(market: "CAISO")
        + down.lines(market: "CAISO")
        + [Settlement.cost(.operatingCost, market: "owner", grid: grid, energy: throughput, rate: 2)])
  }

  /// The five amounts that the case publishes, as costs.
  static func costs(of statement: Settlement) -> [Double] {
    func amount(_ product: String, _ bucket: SettlementBucket) -> Double {
      statement.lines.filter { $0.product == product && $0.bucket == bucket }.reduce(0) { $0 - $1.total }
    }
    return [
      amount("energy", .dayAheadEnergy), amount("reg_up", .capacity), amount("reg_down", .capacity),
      -statement.total(of: .deployedEnergy), amount("energy", .operatingCost),
    ]
  }
}

@Suite struct SettlementAgainstDERVETTests {
  /// Of the published sums of a day, USD.
  private let dayTolerance = 5e-12

  @Test(arguments: CAISOReferenceDay.days.indices)
  func bucketsOfADayAreThosePublished(_ index: Int) throws {
    let day = CAISOReferenceDay.days[index]
    let start = try #require(Instant(iso8601: day.date + "T08:00:00Z"))
    let statement = try DERVETCase.statement(day, start: start)
    for (found, published) in zip(DERVETCase.costs(of: statement), day.costs) {
      #expect(abs(found - published) < dayTolerance)
    }
    #expect(abs(statement.total + day.costs.reduce(0, +)) < 5 * dayTolerance)
  }
}

/// All days of the case's year.
@Suite(
  "DER-VET captures",
  .enabled(if: ProcessInfo.processInfo.environment["CAPTURES_DIR"] != nil, "CAPTURES_DIR is not set"))
struct SettlementCaptureTests {
  private static let root = URL(fileURLWithPath: ProcessInfo.processInfo.environment["CAPTURES_DIR"] ?? "/")
    .appendingPathComponent("storage/dervet_caiso")

  /// The columns of a small file of numbers, by name.
  private static func columns(_ name: String) throws -> [String: [Double]] {
    var bytes = [UInt8](try Data(contentsOf: root.appendingPathComponent(name)))
    if name.hasSuffix(".gz") { bytes = try Gzip.decompress(bytes.span) }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let names = try #require(lines.first).split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var columns = [[Double]](repeating: [], count: names.count)
    for line in lines.dropFirst() {
      for (index, cell) in line.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
        columns[index].append(Double(cell) ?? .nan)
      }
    }
    return Dictionary(zip(names, columns)) { first, _ in first }
  }

  @Test func theYearAddsUpToWhatWasPublished() throws {
    let columns = try Self.columns("results_timeseries_results.csv.gz")
    func column(_ name: String) throws -> [Double] { try #require(columns[name]).map { max(0, $0) } }
    let year = CAISOReferenceDay(
      date: "2020-01-01", charge: try #require(columns["BATTERY: 4-hr li-ion Charge (kW)"]).map(abs),
      discharge: try column("BATTERY: 4-hr li-ion Discharge (kW)"),
      upCharging: try column("Frequency Regulation Up (Charging) (kW)"),
      upDischarging: try column("Frequency Regulation Up (Discharging) (kW)"),
      downCharging: try column("Frequency Regulation Down (Charging) (kW)"),
      downDischarging: try column("Frequency Regulation Down (Discharging) (kW)"),
      energyPrice: try #require(columns["Energy Price ($/kWh)"]),
      upPrice: try #require(columns["FR Up Price ($/kW)"]), downPrice: try #require(columns["FR Down Price ($/kW)"]))
    #expect(year.charge.count == 8784)
    let start = try #require(Instant(iso8601: "2020-01-01T08:00:00Z"))
    let statement = try DERVETCase.statement(year, start: start)
    let published = [
      17_851.97663200928, -105_887.55208298334, -62_530.80284154618, -92_736.50121077543, 9_105.407879618662,
    ]
    for (found, sum) in zip(DERVETCase.costs(of: statement), published) { #expect(abs(found - sum) < 1e-9) }
    // Fixed operation of 10,000 a year is not by the hour.
    #expect(abs(statement.total - 10_000 - 224_197.471623677) < 1e-8)

    // Each of the 366 days by itself.
    let objective = try Self.columns("results_objective_values.csv")
    let names = ["DA", "FR_regup_prof", "FR_regdown_prof", "FR_energy_settlement", "4-hr li-ion var_om"]
    var worst = 0.0
    for day in 0..<366 {
      func cut(_ values: [Double]) -> [Double] { Array(values[(24 * day)..<(24 * day + 24)]) }
      let hours = CAISOReferenceDay(
        date: "", charge: cut(year.charge), discharge: cut(year.discharge), upCharging: cut(year.upCharging),
        upDischarging: cut(year.upDischarging), downCharging: cut(year.downCharging),
        downDischarging: cut(year.downDischarging), energyPrice: cut(year.energyPrice), upPrice: cut(year.upPrice),
        downPrice: cut(year.downPrice))
      let costs = DERVETCase.costs(
        of: try DERVETCase.statement(hours, start: start.advanced(bySeconds: Int64(day) * 86_400)))
      for (name, found) in zip(names, costs) { worst = max(worst, abs(found - (try #require(objective[name]))[day])) }
    }
    #expect(worst < 5e-12)

    // By month of the zone: the grid of 8,784 hours begins at local midnight in winter.
    let months = statement.totals(by: [.month], in: .pacific)
    #expect(months.map { $0.month?.components.month } == (1...12).map { $0 })
    #expect(abs(months.reduce(0) { $0 + $1.amount } - statement.total) < 1e-9)
  }
}
