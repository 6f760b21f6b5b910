public import MarketData

/// What a storage project pays and receives over its life, stream by stream.
///
///     var project = try ProjectEconomics(start: start, years: 10, currency: .usd, discountRate: 0.07)
///     try project.add("capital", atStart: -1_600_000)
///     try project.add("revenue", yearly: 243_000, growth: 0.02)
///     try project.add("augmentation", life: life)
///     let value = try project.value()
///     value.netPresentValue; value.internalRate
///
/// Amounts are positive where the owner receives them. Those of the start are paid on it; those of a year at its end, on the
/// anniversary of the start, and discounted by whole years.
public struct ProjectEconomics: Hashable, Sendable {
  /// Amounts of one kind.
  public struct Stream: Hashable, Sendable, Codable {
    /// What they are.
    public let name: String
    /// The amount at the start, then that of each year.
    public let amounts: [Double]
  }

  /// The day on which the project begins to run and its capital is paid.
  public let start: LocalDate
  /// The years of its life.
  public let years: Int
  /// The currency.
  public let currency: Currency
  /// The discount rate for a year, compounded once in it.
  public let discountRate: Double
  /// The streams, in the order in which they were added.
  public private(set) var streams: [Stream] = []

  /// Makes a project without payments.
  ///
  /// - Throws: `outOfRange` unless there are 1 to 200 years and the rate is above −1 and at most 10.
  public init(start: LocalDate, years: Int, currency: Currency, discountRate: Double) throws(StorageError) {
    try InputCheck.within(1...200, Double(years), "years")
    try InputCheck.within(-0.99...10, discountRate, "discountRate")
    try InputCheck.within(-700_000...2_000_000, Double(start.daysSince1970), "start")
    self.start = start
    self.years = years
    self.currency = currency
    self.discountRate = discountRate
  }

  /// Adds amounts: that of the start, then one for each year.
  ///
  /// - Throws: `countMismatch`, `notFinite`; `mismatch` for a name that is there already.
  public mutating func add(_ name: String, amounts: [Double]) throws(StorageError) {
    try InputCheck.count(amounts.count, years + 1, "amounts")
    try InputCheck.finite(amounts, "amounts")
    guard !streams.contains(where: { $0.name == name }) else {
      throw StorageError(.mismatch, field: "name", found: "\(name) twice", expected: "streams of different names")
    }
    streams.append(Stream(name: name, amounts: amounts))
  }

  /// Adds one amount at the start.
  ///
  /// - Throws: As ``add(_:amounts:)``.
  public mutating func add(_ name: String, atStart amount: Double) throws(StorageError) {
    try add(name, amounts: [amount] + [Double](repeating: 0, count: years))
  }

  /// Adds one amount at the end of the last year: dismantling, or what is left.
  ///
  /// - Throws: As ``add(_:amounts:)``.
  public mutating func add(_ name: String, atEnd amount: Double) throws(StorageError) {
    try add(name, amounts: [Double](repeating: 0, count: years) + [amount])
  }

  /// Adds an amount for each year that grows by a part of itself from the second year on.
  ///
  /// - Throws: As ``add(_:amounts:)``; `outOfRange` for a growth of −1 or less, or above 10.
  public mutating func add(_ name: String, yearly first: Double, growth: Double = 0) throws(StorageError) {
    try InputCheck.within(-0.99...10, growth, "growth")
    var amounts = [0.0]
    var amount = first
    for _ in 0..<years {
      amounts.append(amount)
      amount *= 1 + growth
    }
    try add(name, amounts: amounts)
  }

  /// Adds what augmentation costs: paid at the beginning of a year, which is the end of the one before.
  ///
  /// - Throws: As ``add(_:amounts:)``; `countMismatch` for a life of other years.
  public mutating func add(_ name: String, life: AugmentationPlan.Life) throws(StorageError) {
    try InputCheck.count(life.years.count, years, "life.years")
    try add(name, amounts: life.years.map { -$0.cost } + [0])
  }

  /// Adds what is earned in each year of a life, by the energy and efficiency that are left.
  ///
  ///     try project.add("energy", life: life, growth: 0.02) { year in
  ///       return try DispatchProblem(battery.aged(in: year), steps: hours, prices: prices).optimised().objective
  ///     }
  ///
  /// - Parameters:
  ///   - name: The stream's name.
  ///   - life: The years of the store.
  ///   - growth: By which part prices grow each year from the second on.
  ///   - revenue: What a year earns at the prices of the first.
  /// - Throws: What `revenue` throws; as ``add(_:amounts:)``.
  public mutating func add(
    _ name: String, life: AugmentationPlan.Life, growth: Double = 0,
    _ revenue: (AugmentationPlan.Year) throws(StorageError) -> Double
  ) throws(StorageError) {
    try InputCheck.count(life.years.count, years, "life.years")
    try InputCheck.within(-0.99...10, growth, "growth")
    var amounts = [0.0]
    var level = 1.0
    for year in life.years {
      amounts.append(level * (try revenue(year)))
      level *= 1 + growth
    }
    try add(name, amounts: amounts)
  }

  /// The dates of payment: the start and its anniversaries; the last day of the month where a year has no such day.
  public var dates: [LocalDate] {
    let (year, month, day) = start.components
    return (0...years).map { later in
      let last = LocalDate.daysInMonth(year: year + later, month: month)
      return LocalDate(year: year + later, month: month, day: min(day, last))
        ?? start.advanced(byDays: 365 * later + later / 4)
    }
  }
}
