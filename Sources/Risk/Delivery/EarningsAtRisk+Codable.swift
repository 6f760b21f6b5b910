import Valuation

extension EarningsAtRisk: Encodable {
  private enum Key: CodingKey {
    case grossMargin, earnings, cashFlow, fundingNeed, meanByPeriod, atRiskByPeriod, volume, currency, basis
  }

  /// Writes the figures with their errors; the paths behind a tail are not written.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(OutcomeRecord(grossMargin), forKey: .grossMargin)
    try container.encode(OutcomeRecord(earnings), forKey: .earnings)
    try container.encode(OutcomeRecord(cashFlow), forKey: .cashFlow)
    try container.encode(
      ["quantile": fundingNeed.quantile, "shortfall": fundingNeed.shortfall], forKey: .fundingNeed)
    try container.encode(meanByPeriod, forKey: .meanByPeriod)
    try container.encode(atRiskByPeriod, forKey: .atRiskByPeriod)
    try container.encode(volume, forKey: .volume)
    try container.encode(currency, forKey: .currency)
    try container.encode(basis, forKey: .basis)
  }

  private struct OutcomeRecord: Encodable {
    let mean: Double
    let meanStandardError: Double?
    let low: Double
    let atRisk: Double
    let atRiskStandardError: Double?
    let shortfall: Double
    let atRiskLower: Double?
    let atRiskUpper: Double?
    let shortfallStandardError: Double?
    let shortfallLower: Double?
    let shortfallUpper: Double?
    let shortfallByLine: [String: Double]

    init(_ outcome: Outcome) {
      mean = outcome.mean
      meanStandardError = outcome.meanStandardError.isFinite ? outcome.meanStandardError : nil
      low = outcome.low
      atRisk = outcome.atRisk
      atRiskStandardError = outcome.tail.quantileStandardError
      shortfall = outcome.shortfall
      (atRiskLower, atRiskUpper) = (outcome.tail.lower, outcome.tail.upper)
      shortfallStandardError = outcome.tail.shortfallStandardError
      (shortfallLower, shortfallUpper) = (outcome.tail.shortfallLower, outcome.tail.shortfallUpper)
      shortfallByLine = outcome.shortfallByLine
    }
  }
}
