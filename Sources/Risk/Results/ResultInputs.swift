import MarketData
import NumericalKernels
import Valuation

/// How the inputs of this module's results are identified.
extension ResultBasis.Input {
  /// A list of numbers.
  init(_ name: String, _ values: [Double]) { self.init(name) { $0.add(values) } }

  /// A matrix.
  init(_ name: String, _ matrix: Matrix) { self.init(name) { $0.add(matrix) } }

  /// A portfolio, as far as its figures depend on it: names, tags, factors and derivatives.
  init(_ portfolio: Portfolio) {
    self.init("portfolio") { digest in
      digest.add(portfolio.reportingCurrency.code)
      for factor in portfolio.factors {
        for text in [
          factor.name, factor.kind.rawValue, factor.currency.code, factor.unit.symbol, factor.change.rawValue,
        ] {
          digest.add(text)
        }
        digest.add(factor.level)
        digest.add(factor.pricedCurrency?.code ?? "")
      }
      for position in portfolio.positions {
        for text in [position.id, position.book, position.market] { digest.add(text) }
      }
      portfolio.exposures.add(to: &digest)
    }
  }

  /// The limits of an allocation.
  init(_ limits: AllocationLimits) {
    self.init("limits") { digest in
      digest.add(limits.lower)
      digest.add(limits.upper)
      digest.add(limits.total)
      for group in limits.groups {
        digest.add(group.factors)
        digest.add([group.lower, group.upper])
      }
    }
  }
}

extension ContentDigest {
  /// Adds a matrix: its shape and its elements.
  mutating func add(_ matrix: Matrix) {
    add([matrix.rows, matrix.columns])
    add(matrix.storage)
  }

  /// Adds named numbers in the order of their names.
  mutating func add(_ values: [String: Double]) {
    add(values.count)
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      add(name)
      add(value)
    }
  }
}

extension Exposures {
  /// Adds everything that a gain depends on.
  fileprivate func add(to digest: inout ContentDigest) {
    digest.add([factorCount, positionCount])
    for values in [starts, columns, curvatureStarts, curvatures.flatMap { [$0.first, $0.second] }] {
      digest.add(values)
    }
    for values in [deltas, thetas, curvatures.map(\.gamma)] { digest.add(values) }
    for option in valued {
      digest.add([option.position, option.conversion.exchange ?? -1] + option.factors)
      digest.add(option.valuer)
      digest.add([option.quantity, option.conversion.rate, option.conversion.share, option.presentDelta])
    }
  }
}

extension FactorDistribution {
  /// What identifies the distribution: means, a factor of the covariance, past changes where they are margins.
  var input: ResultBasis.Input {
    ResultBasis.Input("distribution") { digest in
      digest.add(means)
      digest.add(root.factor)
      for margin in margins ?? [] { digest.add(margin) }
    }
  }
}
