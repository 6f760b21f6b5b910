import MarketData
import Valuation

/// The earnings of one line on all paths, period by period.
struct LineFlows {
  /// What a period earns, as simulated, with its volume at the mean, and with its price at the mean.
  struct Period {
    let full: [Double]
    let priceOnly: [Double]
    let volumeOnly: [Double]
  }

  private let paths: PathSet
  private let volume: (factor: Int, times: Double)?
  private let fixedVolume: [Double]
  private let terms: [(factor: Int, coefficient: Double)]
  private let fixedPrice: [Double]

  /// Looks the factors up and checks the counts.
  init(_ line: DeliveryLine, _ paths: PathSet, _ currency: Currency, at index: Int) throws(RiskError) {
    let periods = paths.grid.count
    guard line.paymentLag >= 0 else {
      throw RiskError(
        .outOfRange, found: "a payment lag of \(line.paymentLag)", expected: "a number of periods from 0 on",
        index: index)
    }
    func place(_ name: String) throws(RiskError) -> Int {
      guard let place = paths.factors.firstIndex(where: { $0.name == name }) else {
        throw RiskError(
          .unknownName, found: "factor \(name) of line \(line.name)", expected: "one of \(paths.factors.map(\.name))",
          index: index)
      }
      return place
    }
    func checked(_ values: [Double], _ what: String) throws(RiskError) -> [Double] {
      guard values.count == periods else {
        throw RiskError(
          .countMismatch, found: "\(values.count) \(what) of line \(line.name)", expected: "\(periods)", index: index)
      }
      try InputCheck.finite(values, "\(what) of line \(line.name)")
      return values
    }
    switch line.volume {
    case .fixed(let values):
      volume = nil
      fixedVolume = try checked(values, "volumes")
    case .factor(let name, let times):
      try InputCheck.finite(times, "volume factor of line \(line.name)")
      volume = (try place(name), times)
      fixedVolume = []
    }
    var terms: [(factor: Int, coefficient: Double)] = []
    for term in line.price {
      try InputCheck.finite(term.coefficient, "coefficient of line \(line.name)")
      let factor = try place(term.factor)
      if let other = paths.factors[factor].unit.currency, other != currency {
        throw RiskError(
          .mismatch, found: "\(term.factor) in \(other)", expected: "prices in \(currency)", index: index)
      }
      terms.append((factor, term.coefficient))
    }
    self.terms = terms
    fixedPrice =
      line.fixedPrice.isEmpty
      ? [Double](repeating: 0, count: periods) : try checked(line.fixedPrice, "fixed prices")
    self.paths = paths
  }

  /// What a period earns.
  func earnings(in period: Int) -> Period {
    let count = paths.pathCount
    var price = [Double](repeating: fixedPrice[period], count: count)
    for term in terms {
      let values = paths.values(factor: term.factor, period: period)
      let start = values.startIndex
      for path in 0..<count { price[path] += term.coefficient * values[start + path] }
    }
    var amount: [Double]
    if let volume {
      amount = Array(paths.values(factor: volume.factor, period: period))
      for path in 0..<count { amount[path] *= volume.times }
    } else {
      amount = [Double](repeating: fixedVolume[period], count: count)
    }
    let meanPrice = Mean(price).value
    let meanAmount = Mean(amount).value
    return Period(
      full: zip(price, amount).map { $0 * $1 }, priceOnly: price.map { $0 * meanAmount },
      volumeOnly: amount.map { $0 * meanPrice })
  }
}
