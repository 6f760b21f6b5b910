import MarketData
public import Valuation

extension EarningsAtRisk: DocumentedResult {
  private enum Key: CodingKey {
    case grossMargin, earnings, cashFlow, fundingNeed, expectedFlows, meanByPeriod, atRiskByPeriod, volume, currency
    case basis
  }

  /// Reads the figures; periods that do not agree are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    grossMargin = try container(.grossMargin)
    earnings = try container(.earnings)
    cashFlow = try container(.cashFlow)
    fundingNeed = try container(.fundingNeed)
    expectedFlows = try container(.expectedFlows)
    meanByPeriod = try container(.meanByPeriod)
    atRiskByPeriod = try container(.atRiskByPeriod)
    volume = try container(.volume)
    currency = try container(.currency)
    basis = try container(.basis)
    try container.require(
      expectedFlows.currency.code == currency && expectedFlows.flows.count <= meanByPeriod.count, .expectedFlows,
      "payments in \(currency), one for a period at most")
    try container.require(meanByPeriod.count == atRiskByPeriod.count, .atRiskByPeriod, "one figure for each period")
  }

  /// Writes the figures with their errors and the paths of their tails.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(grossMargin, forKey: .grossMargin)
    try container.encode(earnings, forKey: .earnings)
    try container.encode(cashFlow, forKey: .cashFlow)
    try container.encode(fundingNeed, forKey: .fundingNeed)
    try container.encode(expectedFlows, forKey: .expectedFlows)
    try container.encode(meanByPeriod, forKey: .meanByPeriod)
    try container.encode(atRiskByPeriod, forKey: .atRiskByPeriod)
    try container.encode(volume, forKey: .volume)
    try container.encode(currency, forKey: .currency)
    try container.encode(basis, forKey: .basis)
  }
}

extension EarningsAtRisk.Outcome: Codable {
  private enum Key: CodingKey {
    case mean, meanStandardError, low, atRisk, atRiskStandardError, atRiskLower, atRiskUpper, shortfall
    case shortfallStandardError, shortfallLower, shortfallUpper, shortfallByLine, tail
  }

  /// Reads an outcome from its mean, its tail and the lines' shares.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let error: Unbounded = try container(.meanStandardError)
    self.init(
      mean: try container(.mean), meanStandardError: error.wrappedValue, tail: try container(.tail),
      shortfallByLine: try container(.shortfallByLine))
  }

  /// Writes the figures with their errors and intervals where they are known, and the tail.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(Unbounded(wrappedValue: meanStandardError), forKey: .meanStandardError)
    let figures: [(Key, Double?)] = [
      (.mean, mean), (.low, low), (.atRisk, atRisk), (.atRiskStandardError, tail.quantileStandardError),
      (.atRiskLower, tail.lower), (.atRiskUpper, tail.upper), (.shortfall, shortfall),
      (.shortfallStandardError, tail.shortfallStandardError), (.shortfallLower, tail.shortfallLower),
      (.shortfallUpper, tail.shortfallUpper),
    ]
    for (key, value) in figures { try container.encodeIfPresent(value, forKey: key) }
    try container.encode(shortfallByLine, forKey: .shortfallByLine)
    try container.encode(tail, forKey: .tail)
  }
}
