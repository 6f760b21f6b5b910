import MarketData
import NumericalKernels
import Valuation

/// Which size of store is worth most: each power with each duration.
///
///     let sweep = try SizingSweep(
///       powers: [50, 100, 150], durations: [1, 2, 4, 8], cost: .init(perMW: 300_000, perMWh: 200_000),
///       years: 15, discountRate: 0.08)
///     let table = try await sweep.run(scaling: battery) { asset in
///       try DispatchProblem(asset, steps: hours, prices: prices).optimised().objective
///     }
///     table.best?.power; print(table)
///
/// A size of P MW for h hours has P·h MWh. Its yearly revenue is what the closure gives for a store of that size, its life and cost follow from
/// the sweep. Sizes are valued beside each other; the table does not depend on how many at once.
public struct SizingSweep: Hashable, Sendable {
  /// What a size costs.
  public struct Cost: Hashable, Sendable, Codable {
    /// Capital for each MW.
    public var perMW: Double
    /// Capital for each MWh.
    public var perMWh: Double
    /// Capital whatever the size.
    public var fixed: Double
    /// Running costs of a year for each MW.
    public var yearlyPerMW: Double

    /// Makes a cost.
    public init(perMW: Double, perMWh: Double, fixed: Double = 0, yearlyPerMW: Double = 0) {
      self.perMW = perMW
      self.perMWh = perMWh
      self.fixed = fixed
      self.yearlyPerMW = yearlyPerMW
    }
  }

  /// The powers, MW.
  public let powers: [Double]
  /// The durations, hours.
  public let durations: [Double]
  /// What a size costs.
  public let cost: Cost
  /// The years of life.
  public let years: Int
  /// The discount rate for a year.
  public let discountRate: Double
  /// By which part revenue changes each year, fade and prices together.
  public let revenueGrowth: Double
  /// By which part running costs change each year.
  public let costGrowth: Double

  /// Makes a sweep.
  ///
  /// - Throws: `empty` without a power or duration, `tooLarge` for more than 10,000 sizes, `outOfRange`.
  public init(
    powers: [Double], durations: [Double], cost: Cost, years: Int, discountRate: Double, revenueGrowth: Double = 0,
    costGrowth: Double = 0
  ) throws(StorageError) {
    guard !powers.isEmpty, !durations.isEmpty else {
      throw StorageError(
        .empty, field: "powers", found: "\(powers.count) powers, \(durations.count) durations",
        expected: "one or more of each")
    }
    guard powers.count <= 10_000, durations.count <= 10_000, powers.count * durations.count <= 10_000 else {
      throw StorageError(
        .tooLarge, field: "powers", found: "\(powers.count) x \(durations.count) sizes", expected: "at most 10000")
    }
    for (index, power) in powers.enumerated() { try InputCheck.within(1e-6...1e6, power, "powers", index: index) }
    for (index, hours) in durations.enumerated() {
      try InputCheck.within(1e-3...10_000, hours, "durations", index: index)
    }
    for (value, field) in [
      (cost.perMW, "cost.perMW"), (cost.perMWh, "cost.perMWh"), (cost.fixed, "cost.fixed"),
      (cost.yearlyPerMW, "cost.yearlyPerMW"),
    ] { try InputCheck.within(0...1e15, value, field) }
    try InputCheck.within(1...200, Double(years), "years")
    try InputCheck.within(-0.99...10, discountRate, "discountRate")
    try InputCheck.within(-0.99...10, revenueGrowth, "revenueGrowth")
    try InputCheck.within(-0.99...10, costGrowth, "costGrowth")
    self.powers = powers
    self.durations = durations
    self.cost = cost
    self.years = years
    self.discountRate = discountRate
    self.revenueGrowth = revenueGrowth
    self.costGrowth = costGrowth
  }

  /// Values each size.
  ///
  /// - Parameters:
  ///   - asset: A store whose efficiencies, losses, costs and limits each size has; its window keeps its place in the capacity.
  ///   - width: How many sizes may be valued at once.
  ///   - revenue: The first year's revenue of a store.
  /// - Throws: What `revenue` throws for the first size that fails; `cancelled`.
  /// - Complexity: One revenue a size.
  public func run(
    scaling asset: StorageAsset, width: Int? = nil,
    _ revenue: @escaping @Sendable (StorageAsset) throws(StorageError) -> Double
  ) async throws(StorageError) -> SizingTable {
    let count = powers.count * durations.count
    do throws(ParallelError<StorageError>) {
      let cells = try await Parallel.map(count: count, chunkLength: 1, width: width) {
        (range) throws(StorageError) -> SizingTable.Cell in
        let (power, duration) = (
          powers[range.lowerBound / durations.count], durations[range.lowerBound % durations.count]
        )
        let sized = try asset.replacing(
          chargePower: power, dischargePower: power, energyCapacity: power * duration)
        return try cell(power, duration, revenue: try revenue(sized))
      }
      return SizingTable(
        powers: powers, durations: durations, cells: cells,
        basis: ResultBasis(
          method: "net present value of each size", conventions: ["rate": "\(discountRate)", "years": "\(years)"],
          inputs: [
            .init("asset") { $0.add(asset) }, .init("revenues", cells.map(\.revenue)),
            .init("costs", [cost.perMW, cost.perMWh, cost.fixed, cost.yearlyPerMW, revenueGrowth, costGrowth]),
          ]))
    } catch {
      switch error {
      case .cancelled:
        throw StorageError(.cancelled, field: "sizes", found: "a cancelled task", expected: "a running one")
      case .failed(let failure, _): throw failure
      }
    }
  }

  /// The economics of one size.
  private func cell(_ power: Double, _ duration: Double, revenue: Double) throws(StorageError) -> SizingTable.Cell {
    let capital = cost.fixed + cost.perMW * power + cost.perMWh * power * duration
    var project = try ProjectEconomics(
      start: LocalDate(daysSince1970: 0), years: years, currency: .usd, discountRate: discountRate)
    try project.add("capital", atStart: -capital)
    try project.add("revenue", yearly: revenue, growth: revenueGrowth)
    try project.add("running costs", yearly: -cost.yearlyPerMW * power, growth: costGrowth)
    let value = try project.value()
    return SizingTable.Cell(
      power: power, duration: duration, revenue: revenue, capital: capital, netPresentValue: value.netPresentValue,
      internalRate: value.internalRate)
  }
}
