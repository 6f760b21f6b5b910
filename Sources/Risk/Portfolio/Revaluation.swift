/// How one unit of an option is valued in full after its factors have changed.
///
///     let call = Revaluation { change in black76(forward: 41.2 + change, strike: 45, ...) }
///
/// The host supplies it, for instance from its own pricing library, under the name that a position's option carries. Values are in
/// the position's currency. It is called from several threads at once and must give the same value for the same changes. Time that
/// passes within the horizon is its own affair.
public struct Revaluation: Sendable {
  /// Values of one unit after many changes at once.
  ///
  /// `changes` holds the paths of the first factor, then those of the second, and so on in the order of the option's
  /// sensitivities; there is a value to write for each path.
  public typealias Batch = @Sendable (_ changes: Span<Double>, _ values: inout MutableSpan<Double>) -> Void

  let body: Batch
  /// The number of factors that it needs; `nil` where it takes what it is given.
  let factorCount: Int?

  /// A valuer of many paths at once: the fast form.
  public init(batch: @escaping Batch) {
    body = batch
    factorCount = nil
  }

  /// A valuer of one unit with one factor, from that factor's change.
  public init(_ value: @escaping @Sendable (_ change: Double) -> Double) {
    factorCount = 1
    body = { changes, values in
      for path in 0..<values.count { values[path] = value(changes[path]) }
    }
  }

  /// A valuer of one unit with several factors, from their changes in the order of the option's sensitivities.
  public init(factors count: Int, _ value: @escaping @Sendable (_ changes: Span<Double>) -> Double) {
    let count = max(0, count)
    factorCount = count
    body = { changes, values in
      var one = [Double](repeating: 0, count: count)
      for path in 0..<values.count {
        for factor in 0..<count { one[factor] = changes[factor * values.count + path] }
        values[path] = value(one.span)
      }
    }
  }
}

/// How a change of value is worked out from changes of the factors.
public enum ValuationMethod: String, Hashable, Sendable, Codable {
  /// By the first derivatives.
  case delta
  /// By the first and second derivatives and theta, with the product of a price's and its currency's change.
  case deltaGamma
  /// Options that name a valuer by that; all else as in `deltaGamma`, which is exact for what is linear.
  case full
}
