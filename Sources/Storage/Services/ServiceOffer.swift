/// A service that is offered in the steps of a problem: what it pays, and how much of it may be sold.
///
///     let offer = ServiceOffer(regulationUp, prices: prices)
///
/// Prices are per MW and hour of award, in the currency of the energy prices.
public struct ServiceOffer: Hashable, Sendable {
  /// The service.
  public let service: AncillaryService
  /// What a MW awarded pays in an hour of each step; of any sign.
  public let prices: [Double]
  /// What a MW of distance moved pays in each step; empty for nothing.
  public let mileagePrices: [Double]
  /// The most that may be awarded in each step, MW; empty for no limit but the service's own.
  public let limits: [Double]
  /// Awards that are already made in each step, MW; NaN where the step is open, empty where all are.
  public let commitments: [Double]

  /// Makes an offer; its counts and values are checked with the problem that it joins.
  public init(
    _ service: AncillaryService, prices: [Double], mileagePrices: [Double] = [], limits: [Double] = [],
    commitments: [Double] = []
  ) {
    self.service = service
    self.prices = prices
    self.mileagePrices = mileagePrices
    self.limits = limits
    self.commitments = commitments
  }

  func check(count: Int) throws(StorageError) {
    let field = "services.\(service.name)"
    try InputCheck.count(prices.count, count, field + ".prices")
    try InputCheck.finite(prices, field + ".prices")
    try Self.check(prices, field + ".prices", within: -1e9...1e9)
    if !mileagePrices.isEmpty {
      try InputCheck.count(mileagePrices.count, count, field + ".mileagePrices")
      try Self.check(mileagePrices, field + ".mileagePrices", within: -1e9...1e9)
    }
    if !limits.isEmpty {
      try InputCheck.count(limits.count, count, field + ".limits")
      try Self.check(limits, field + ".limits", within: 0...InputCheck.largestSize)
    }
    if !commitments.isEmpty {
      try InputCheck.count(commitments.count, count, field + ".commitments")
      for (index, value) in commitments.enumerated() where !value.isNaN {
        try InputCheck.within(0...InputCheck.largestSize, value, field + ".commitments", index: index)
      }
    }
  }

  private static func check(
    _ values: [Double], _ field: String, within range: ClosedRange<Double>
  ) throws(StorageError) {
    for index in values.indices where !range.contains(values[index]) {
      try InputCheck.within(range, values[index], field, index: index)
    }
  }

  /// What a MW awarded in a step pays in an hour, mileage included, deployed energy not.
  func payment(at index: Int) -> Double {
    prices[index] + (mileagePrices.isEmpty ? 0 : service.mileage * mileagePrices[index])
  }

  /// The award that is already made in a step, if one is.
  func commitment(at index: Int) -> Double? {
    guard !commitments.isEmpty, !commitments[index].isNaN else { return nil }
    return commitments[index]
  }
}
