import NumericalKernels

extension HazardCurve {
  /// When the premium of a default swap is paid and when within a period a default counts.
  public enum PremiumConvention: Hashable, Sendable {
    /// The premium flows all the time and protection is paid at once: a flat spread means a flat hazard of spread / (1 - recovery).
    case continuous
    /// So many payments a year, counted back from the maturity; a default counts in the middle of its period, when protection is
    /// paid and half a payment is due.
    ///
    /// Source: J. Hull, Options, Futures, and Other Derivatives, the chapter on credit derivatives.
    case periodic(perYear: Int)
  }

  /// The quotes of default swaps: a par spread for each maturity in years.
  public typealias SpreadQuote = (maturity: Double, spread: Double)

  /// The curve that gives each default swap its quoted spread, built from the shortest maturity on.
  ///
  /// - Parameters:
  ///   - spreads: Par spreads a year (0.0125 for 125 basis points) by rising maturity in years.
  ///   - recovery: The share of the claim that is paid in a default.
  ///   - discount: The discount factors.
  ///   - convention: How premium and protection are paid.
  /// - Throws: `empty`; `outOfRange` for maturities that do not rise or exceed 100 years, a spread outside 0 to 10, a recovery
  ///   outside 0 to 0.99, more than 365 payments a year; `invalidExpansion` with the index of the spread that no hazard from 0
  ///   to 1,000 explains after those before it.
  /// - Complexity: O(quotes × payments), about 20 times.
  public init(
    spreads: [SpreadQuote], recovery: Double, discount: DiscountFactors,
    convention: PremiumConvention = .periodic(perYear: 4)
  ) throws(RiskError) {
    try InputCheck.times(spreads.map(\.maturity), includingZero: false)
    var times: [Double] = []
    var hazards: [Double] = []
    for (index, quote) in spreads.enumerated() {
      try InputCheck.within(0...10, quote.spread, "spread")
      let excess = { (hazard: Double) throws(RiskError) -> Double in
        let curve = try HazardCurve(times: times + [quote.maturity], hazards: hazards + [hazard])
        return try curve.parSpread(
          maturity: quote.maturity, recovery: recovery, discount: discount, convention: convention) - quote.spread
      }
      let found = try Brent.root(from: 0, to: 1000, tolerance: 1e-16, excess)
      guard found.status.isConverged else {
        throw RiskError(
          .invalidExpansion, found: "a spread of \(quote.spread) to \(quote.maturity) years",
          expected: "one that a hazard between 0 and 1000 explains", index: index)
      }
      times.append(quote.maturity)
      hazards.append(max(0, found.point))
    }
    try self.init(times: times, hazards: hazards)
  }

  /// The spread at which a default swap has no value.
  ///
  /// - Parameters:
  ///   - maturity: Years to the end of protection.
  ///   - recovery: The share of the claim that is paid in a default.
  ///   - discount: The discount factors.
  ///   - convention: How premium and protection are paid.
  /// - Throws: `outOfRange` for a maturity, a recovery or a number of payments outside its domain.
  /// - Complexity: O(payments), or O(nodes of both curves) for the continuous convention.
  public func parSpread(
    maturity: Double, recovery: Double, discount: DiscountFactors,
    convention: PremiumConvention = .periodic(perYear: 4)
  ) throws(RiskError) -> Double {
    guard maturity > 0, maturity <= 100 else {
      throw RiskError(.outOfRange, found: "a maturity of \(maturity) years", expected: "one above 0 and up to 100")
    }
    try InputCheck.within(0...0.99, recovery, "recovery")
    var protection = 0.0
    var annuity = 0.0
    switch convention {
    case .continuous:
      let nodes = times + discount.times
      let edges = [0] + Set(nodes.filter { $0 < maturity }).sorted() + [maturity]
      for (start, end) in zip(edges, edges.dropFirst()) {
        let rate = discount.integral(to: end) - discount.integral(to: start)
        let hazard = integral(to: end) - integral(to: start)
        let decay = rate + hazard
        let mean = abs(decay) < 1e-300 ? 1 : -VectorMath.expm1(-decay) / decay
        let factor = discount(start) * survival(start) * mean
        annuity += factor * (end - start)
        protection += factor * hazard
      }
    case .periodic(let perYear):
      guard (1...365).contains(perYear) else {
        throw RiskError(.outOfRange, found: "\(perYear) payments a year", expected: "1 to 365")
      }
      let step = 1 / Double(perYear)
      let count = Int((maturity / step - 1e-9).rounded(.up))
      var start = 0.0
      for payment in 1...max(1, count) {
        let end = maturity - Double(count - payment) * step
        let middle = 0.5 * (start + end)
        let chance = defaultProbability(from: start, to: end)
        annuity += (end - start) * (discount(end) * survival(end) + 0.5 * discount(middle) * chance)
        protection += discount(middle) * chance
        start = end
      }
    }
    return (1 - recovery) * protection / annuity
  }
}
