public import MarketData

/// Dated amounts in a currency, as one party sees them: positive is received, negative paid.
///
///     let owner = try CashFlows(party: "owner", currency: .usd, flows: [.init(date: start, amount: -10_000), ...])
///     try owner.schedule(dayCount: .act365Fixed).internalRates().unique
///     try owner.presentValue(rate: 0.08, on: today)
public struct CashFlows: Hashable, Sendable {
  /// An amount on a date.
  public struct Flow: Hashable, Sendable, Codable {
    /// The date of payment.
    public var date: LocalDate
    /// The amount, positive where the party receives it.
    public var amount: Double

    /// Makes a flow.
    public init(date: LocalDate, amount: Double) {
      self.date = date
      self.amount = amount
    }
  }

  /// How time between two dates is counted.
  public enum DayCount: String, Hashable, Sendable, Codable {
    /// Days over 365: Actual/365 Fixed, as spreadsheets' XNPV and XIRR count.
    case act365Fixed
    /// Days over 360.
    case act360
    /// Each payment date one period after the one before, however far apart: as spreadsheets' IRR counts.
    case equalPeriods
  }

  /// Who receives the positive amounts.
  public let party: String
  /// The currency of the amounts.
  public let currency: Currency
  /// The amounts, by date; those of one date in the order in which they were given.
  public let flows: [Flow]

  /// Makes cash flows from amounts in any order.
  ///
  /// - Throws: `notFinite` for an amount that is NaN or infinite.
  public init(party: String, currency: Currency, flows: [Flow]) throws(ValuationError) {
    try requireFinite(flows.map(\.amount), "amount")
    self.party = party
    self.currency = currency
    self.flows = flows.enumerated().sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }.map(
      \.element)
  }

  /// The sum of the amounts, without discounting.
  public var total: Money { Money(flows.reduce(0) { $0 + $1.amount }, currency) }

  /// The same payments as the other party sees them.
  ///
  /// - Throws: As `init(party:currency:flows:)`, which takes what this value holds; in fact never.
  public func reversed(for party: String) throws(ValuationError) -> CashFlows {
    try CashFlows(party: party, currency: currency, flows: flows.map { Flow(date: $0.date, amount: -$0.amount) })
  }

  /// Both payments together.
  ///
  /// - Throws: `mismatch` unless both are one party's and in one currency.
  public func adding(_ other: CashFlows) throws(ValuationError) -> CashFlows {
    guard other.party == party, other.currency == currency else {
      throw ValuationError(
        .mismatch, found: "\(other.currency) of \(other.party)", expected: "\(currency) of \(party)")
    }
    return try CashFlows(party: party, currency: currency, flows: flows + other.flows)
  }

  /// The same payments in another currency, each at its own date's rate.
  ///
  /// - Throws: What `ExchangeRates.rate(from:to:on:fill:)` throws for the first payment whose date has no rate.
  public func converted(
    to other: Currency, with rates: ExchangeRates, fill: ExchangeRates.Fill = .exact
  ) throws(UnitError) -> CashFlows {
    var converted: [Flow] = []
    for flow in flows {
      let rate = try rates.rate(from: currency, to: other, on: flow.date, fill: fill)
      converted.append(Flow(date: flow.date, amount: flow.amount * rate))
    }
    return CashFlows(sorted: converted, party, other)
  }

  private init(sorted flows: [Flow], _ party: String, _ currency: Currency) {
    self.flows = flows
    self.party = party
    self.currency = currency
  }

  /// The amounts at times counted from a date; from the first payment unless given.
  ///
  /// - Throws: `empty` without a payment.
  public func schedule(from date: LocalDate? = nil, dayCount: DayCount) throws(ValuationError) -> FlowSchedule {
    guard let first = flows.first else { throw ValuationError(.empty, found: "no payments", expected: "at least one") }
    let start = date ?? first.date
    let amounts = flows.map(\.amount)
    switch dayCount {
    case .act365Fixed:
      return try FlowSchedule(times: flows.map { Double(start.days(until: $0.date)) / 365 }, amounts: amounts)
    case .act360:
      return try FlowSchedule(times: flows.map { Double(start.days(until: $0.date)) / 360 }, amounts: amounts)
    case .equalPeriods:
      var period = 0
      var times: [Double] = []
      for (index, flow) in flows.enumerated() {
        if index > 0, flow.date != flows[index - 1].date { period += 1 }
        times.append(Double(period))
      }
      return try FlowSchedule(times: times, amounts: amounts)
    }
  }

  /// The present value on a date at one rate for a unit of the day count, compounded once in it; earlier payments are compounded
  /// up to the date.
  ///
  /// - Throws: `empty` without a payment, `outOfRange` unless the rate is finite and above -1.
  public func presentValue(
    rate: Double, on date: LocalDate? = nil, dayCount: DayCount = .act365Fixed
  ) throws(ValuationError) -> Money {
    Money(try schedule(from: date, dayCount: dayCount).presentValue(rate: rate), currency)
  }
}

extension CashFlows: Codable {
  private enum Key: CodingKey { case party, currency, flows }

  /// Reads the party, the currency and the flows.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    try self.init(
      party: container.decode(String.self, forKey: .party),
      currency: container.decode(CurrencyRecord.self, forKey: .currency).currency,
      flows: container.decode([Flow].self, forKey: .flows))
  }

  /// Writes the party, the currency and the flows.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(party, forKey: .party)
    try container.encode(CurrencyRecord(currency), forKey: .currency)
    try container.encode(flows, forKey: .flows)
  }
}

/// How a currency is written: its code, and for a part of a currency what it is a part of.
package struct CurrencyRecord: Codable {
  var code: String
  var majorCode: String?
  var unitsPerMajor: Double?

  /// How a currency is written.
  package init(_ currency: Currency) {
    code = currency.code
    guard currency.unitsPerMajor != 1 else { return }
    majorCode = currency.majorCode
    unitsPerMajor = currency.unitsPerMajor
  }

  /// The currency.
  package var currency: Currency {
    guard let majorCode, let unitsPerMajor else { return Currency(code) }
    return Currency(code: code, majorCode: majorCode, unitsPerMajor: unitsPerMajor)
  }
}
