public import Valuation

extension ProjectValue: DocumentedResult {
  private enum Key: CodingKey { case cashFlows, netPresentValue, parts, payback, discountRate, internalRates, basis }

  /// Reads a value; the internal rates follow from the payments.
  ///
  /// - Throws: A `DecodingError` where the parts are not those of the sum, to rounding.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let flows = try container.decode(CashFlows.self, forKey: .cashFlows)
    self.init(
      cashFlows: flows, netPresentValue: try container(.netPresentValue), parts: try container(.parts),
      internalRates: try FlowSchedule(periodic: flows.flows.map(\.amount)).internalRates(),
      payback: try container.decodeIfPresent(Double.self, forKey: .payback), discountRate: try container(.discountRate),
      basis: try container(.basis))
    let size = parts.reduce(0) { $0 + abs($1.presentValue) }
    let sum = parts.reduce(0) { $0 + $1.presentValue }
    try container.require(
      abs(sum - netPresentValue) <= 1e-9 * max(1, size), .parts, "parts that add up to the net present value")
  }

  /// Writes a value, with the internal rates for others to read.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(cashFlows, forKey: .cashFlows)
    try container.encode(netPresentValue, forKey: .netPresentValue)
    try container.encode(parts, forKey: .parts)
    try container.encodeIfPresent(payback, forKey: .payback)
    try container.encode(discountRate, forKey: .discountRate)
    try container.encode(internalRates.rates.map { $0.rate.isFinite ? $0.rate : nil }, forKey: .internalRates)
    try container.encode(basis, forKey: .basis)
  }
}
