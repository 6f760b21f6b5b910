import Valuation

/// One trade on two dates: what it was worth, how it hung on the market at the start, and what it paid in between.
///
///     let option = TradeMarks(
///       id: "opt-1", currency: "EUR", start: 120_000, end: 131_500, cash: 0,
///       greeks: .init(deltas: ["TTF_M1": 20_000], gammas: ["TTF_M1": 900], vegas: ["TTF_M1": 15_000], thetaPerDay: -800))
///
/// Values and cash are in the trade's currency, positive for us. A trade that has run out has an end value of zero; one without an end
/// was cancelled, one without a start is new.
public struct TradeMarks: Hashable, Sendable, Codable {
  /// First and second derivatives of the value at the start, by node.
  public struct Greeks: Hashable, Sendable, Codable {
    /// The gain when a node's price rises by one.
    public let deltas: [String: Double]
    /// The second derivative by a node's price.
    public let gammas: [String: Double]
    /// The mixed second derivatives by two nodes' prices, each pair once: what a spread option has.
    public let crosses: [Position.Greeks.Cross]
    /// The gain when a node's volatility rises by one, in the unit of its move.
    public let vegas: [String: Double]
    /// The gain from a day that passes.
    public let thetaPerDay: Double

    /// Makes Greeks.
    public init(
      deltas: [String: Double] = [:], gammas: [String: Double] = [:],
      crosses: [Position.Greeks.Cross] = [], vegas: [String: Double] = [:], thetaPerDay: Double = 0
    ) {
      self.deltas = deltas
      self.gammas = gammas
      self.crosses = crosses
      self.vegas = vegas
      self.thetaPerDay = thetaPerDay
    }
  }

  /// The trade.
  public let id: String
  /// Its book.
  public let book: String
  /// The code of the currency of its values.
  public let currency: String
  /// The value at the start; `nil` for a new trade.
  public let start: Double?
  /// The value at the start under the terms at the end, where they were changed.
  public let amendedStart: Double?
  /// The value at the end; `nil` for a cancelled trade.
  public let end: Double?
  /// What was settled in between, positive where received.
  public let cash: Double
  /// The part of the start value whose delivery lies in between: it leaves the mark, and the cash takes its place.
  public let delivered: Double
  /// The Greeks at the start, of the terms at the end.
  public let greeks: Greeks

  /// States the marks of a trade.
  public init(
    id: String, book: String = "", currency: String, start: Double?, amendedStart: Double? = nil, end: Double?,
    cash: Double = 0, delivered: Double = 0, greeks: Greeks = .init()
  ) {
    self.id = id
    self.book = book
    self.currency = currency
    self.start = start
    self.amendedStart = amendedStart
    self.end = end
    self.cash = cash
    self.delivered = delivered
    self.greeks = greeks
  }
}

extension TradeMarks.Greeks {
  private enum Key: CodingKey { case deltas, gammas, crosses, vegas, thetaPerDay }

  /// Reads Greeks; mixed derivatives may be left out.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      deltas: try container(.deltas), gammas: try container(.gammas),
      crosses: try container.decodeIfPresent([Position.Greeks.Cross].self, forKey: .crosses) ?? [],
      vegas: try container(.vegas), thetaPerDay: try container(.thetaPerDay))
  }
}

/// How the market moved between two dates.
///
///     let move = MarketMove(prices: ["TTF_M1": 0.55], volatilities: ["TTF_M1": -0.01], days: 1, rates: ["EUR": (1.08, 1.085)])
public struct MarketMove: Hashable, Sendable, Codable {
  /// What one unit of a currency is worth in the reporting currency.
  public struct Rate: Hashable, Sendable, Codable {
    /// On the first date.
    public let start: Double
    /// On the second date.
    public let end: Double

    /// Makes a pair of rates.
    public init(start: Double, end: Double) {
      self.start = start
      self.end = end
    }
  }

  /// The change of the price of each node, of the same contract.
  public let prices: [String: Double]
  /// The change of the volatility of each node.
  public let volatilities: [String: Double]
  /// The days that theta counts.
  public let days: Double
  /// The code of the reporting currency.
  public let reportingCurrency: String
  /// The rate of each other currency.
  public let rates: [String: Rate]

  /// States a move.
  public init(
    prices: [String: Double], volatilities: [String: Double] = [:], days: Double = 1, reportingCurrency: String,
    rates: [String: Rate] = [:]
  ) {
    self.prices = prices
    self.volatilities = volatilities
    self.days = days
    self.reportingCurrency = reportingCurrency
    self.rates = rates
  }
}

extension TradeMarks {
  /// Adds all that the explanation depends on.
  func add(to digest: inout ContentDigest) {
    for text in [id, book, currency] { digest.add(text) }
    for value in [start, amendedStart, end] { digest.add(value) }
    digest.add([cash, delivered, greeks.thetaPerDay])
    for greeks in [greeks.deltas, greeks.gammas, greeks.vegas] { digest.add(greeks) }
    digest.add(greeks.crosses.count)
    for cross in greeks.crosses {
      for node in [cross.first, cross.second] { digest.add(node) }
      digest.add(cross.gamma)
    }
  }
}

extension MarketMove {
  /// Adds all that the explanation depends on.
  func add(to digest: inout ContentDigest) {
    digest.add(reportingCurrency)
    digest.add(days)
    digest.add(prices)
    digest.add(volatilities)
    digest.add(rates.mapValues(\.start))
    digest.add(rates.mapValues(\.end))
  }
}
