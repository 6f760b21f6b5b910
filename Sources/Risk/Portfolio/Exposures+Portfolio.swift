import MarketData

extension Exposures {
  /// The positions in terms of the factors.
  ///
  /// - Throws: `unknownName` for a factor or a rate of exchange that is not there, `notFinite`.
  /// - Complexity: O(legs log legs).
  init(
    _ factors: [RiskFactor], _ index: [String: Int], _ positions: [Position], _ reporting: Currency
  ) throws(RiskError) {
    var builder = Builder(factors: factors, index: index, reporting: reporting)
    for (place, position) in positions.enumerated() { try builder.add(position, at: place) }
    factorCount = factors.count
    positionCount = positions.count
    starts = builder.starts
    columns = builder.columns
    deltas = builder.deltas
    curvatureStarts = builder.curvatureStarts
    curvatures = builder.curvatures
    valued = builder.valued
    thetas = builder.thetas
    var total = [Double](repeating: 0, count: factors.count)
    for (column, delta) in zip(columns, deltas) { total[column] += delta }
    self.total = total
    try InputCheck.finite(total, "total delta")
  }

  private struct Builder {
    let factors: [RiskFactor]
    let index: [String: Int]
    let reporting: Currency
    var starts = [0]
    var columns: [Int] = []
    var deltas: [Double] = []
    var curvatureStarts = [0]
    var curvatures: [Curvature] = []
    var valued: [Valued] = []
    var thetas: [Double] = []
    private var conversions: [Currency: Conversion] = [:]

    init(factors: [RiskFactor], index: [String: Int], reporting: Currency) {
      self.factors = factors
      self.index = index
      self.reporting = reporting
    }

    mutating func add(_ position: Position, at place: Int) throws(RiskError) {
      var terms = Terms()
      let currency = position.currency ?? reporting
      let present = try conversion(of: currency, at: place)
      if let exchange = present.exchange, position.value != 0 {
        terms.add(exchange, position.value * present.share)
      }
      for leg in position.legs {
        let factor = try self.factor(leg.factor, at: place)
        let conversion = try conversion(of: factors[factor].currency, at: place)
        terms.add(factor, leg.quantity * conversion.rate)
        if let exchange = conversion.exchange { terms.add(factor, exchange, leg.quantity * conversion.share) }
      }
      var theta = 0.0
      if case .option(let option) = position.instrument {
        try add(option, present, position.value, at: place, to: &terms)
        theta = option.greeks.thetaPerDay * option.quantity * present.rate
      }
      let (deltas, curvatures) = (terms.mergedDeltas, terms.mergedCurvatures)
      guard (deltas.map(\.value) + curvatures.map(\.gamma) + [theta, position.value]).allSatisfy(\.isFinite) else {
        throw RiskError(
          .notFinite, found: "a quantity, value or Greek of position \(position.id)", expected: "finite numbers",
          index: place)
      }
      columns += deltas.map(\.factor)
      self.deltas += deltas.map(\.value)
      starts.append(columns.count)
      self.curvatures += curvatures
      curvatureStarts.append(self.curvatures.count)
      thetas.append(theta)
    }

    private mutating func add(
      _ option: Position.Option, _ conversion: Conversion, _ value: Double, at place: Int, to terms: inout Terms
    ) throws(RiskError) {
      var order: [Int] = []
      for sensitivity in option.greeks.sensitivities {
        let factor = try self.factor(sensitivity.factor, at: place)
        order.append(factor)
        terms.add(factor, sensitivity.delta * option.quantity * conversion.rate)
        terms.add(factor, factor, sensitivity.gamma * option.quantity * conversion.rate)
        if let exchange = conversion.exchange {
          terms.add(factor, exchange, sensitivity.delta * option.quantity * conversion.share)
        }
      }
      for cross in option.greeks.crosses {
        let (first, second) = (try factor(cross.first, at: place), try factor(cross.second, at: place))
        guard first != second else {
          throw RiskError(
            .mismatch, found: "a mixed derivative by \(cross.first) twice", expected: "two factors", index: place)
        }
        terms.add(first, second, cross.gamma * option.quantity * conversion.rate)
      }
      if let valuer = option.valuer {
        valued.append(
          Valued(
            position: place, valuer: valuer, quantity: option.quantity, conversion: conversion, factors: order,
            presentDelta: value * conversion.share))
      }
    }

    private func factor(_ name: String, at place: Int) throws(RiskError) -> Int {
      guard let factor = index[name] else {
        throw RiskError(.unknownName, found: "factor \(name)", expected: "one of the portfolio's factors", index: place)
      }
      return factor
    }

    fileprivate mutating func conversion(of currency: Currency, at place: Int) throws(RiskError) -> Conversion {
      if let known = conversions[currency] { return known }
      let found = try newConversion(of: currency, at: place)
      conversions[currency] = found
      return found
    }

    private func newConversion(of currency: Currency, at place: Int) throws(RiskError) -> Conversion {
      if let rate = try? currency.factor(to: reporting) { return Conversion(rate: rate, exchange: nil, share: 0) }
      for (index, factor) in factors.enumerated() where factor.kind == .exchangeRate {
        guard let priced = factor.pricedCurrency, let level = factor.level,
          let share = try? currency.factor(to: priced)
        else { continue }
        return Conversion(rate: share * level, exchange: index, share: share)
      }
      throw RiskError(
        .unknownName, found: "no rate of exchange for \(currency)",
        expected: "a factor that is its price in \(reporting)",
        index: place)
    }
  }

  /// What one unit of a currency is worth in the reporting currency, at the levels of the rates of exchange.
  ///
  /// - Throws: `unknownName` with the place that asks for it, where there is none.
  static func rate(
    of currency: Currency, in reporting: Currency, _ factors: [RiskFactor], at place: Int
  ) throws(RiskError) -> Double {
    var builder = Builder(factors: factors, index: [:], reporting: reporting)
    return try builder.conversion(of: currency, at: place).rate
  }

  /// The derivatives of one position as they come.
  private struct Terms {
    private var deltas: [(factor: Int, value: Double)] = []
    private var curvatures: [Curvature] = []

    mutating func add(_ factor: Int, _ value: Double) { deltas.append((factor, value)) }

    mutating func add(_ first: Int, _ second: Int, _ gamma: Double) {
      guard gamma != 0 else { return }
      curvatures.append(Curvature(first: min(first, second), second: max(first, second), gamma: gamma))
    }

    /// One value for each factor, in the order of the factors.
    var mergedDeltas: [(factor: Int, value: Double)] {
      var merged: [(factor: Int, value: Double)] = []
      for term in deltas.sorted(by: { $0.factor < $1.factor }) {
        if let last = merged.last, last.factor == term.factor {
          merged[merged.count - 1].value += term.value
        } else {
          merged.append(term)
        }
      }
      return merged
    }

    /// One second derivative for each pair.
    var mergedCurvatures: [Curvature] {
      var merged: [Curvature] = []
      for term in curvatures.sorted(by: { ($0.first, $0.second) < ($1.first, $1.second) }) {
        if let last = merged.last, last.first == term.first, last.second == term.second {
          merged[merged.count - 1] = Curvature(first: last.first, second: last.second, gamma: last.gamma + term.gamma)
        } else {
          merged.append(term)
        }
      }
      return merged
    }
  }
}
