/// Integrals by globally adaptive Gauss-Kronrod rules, with an error estimate and an honest status.
///
/// Finite, half-infinite and infinite ranges. Nodes never fall on an end of the range, so integrable singularities at the ends are
/// handled by bisection towards them; put a known singularity or kink inside at an end by splitting the range there. Numbers are
/// densest at zero: substitute so that a strong singularity lies there, or the spacing of numbers ends the bisection early
/// (`roundingLimit`).
///
/// ```swift
/// let integral = try AdaptiveQuadrature().integrate(from: 0, to: .infinity) { exp(-$0) * $0 }
/// integral.value   // 1
/// integral.status  // .converged
/// ```
///
/// Bit-identical everywhere as long as f is.
///
/// - Note: Source: R. Piessens et al., QUADPACK (1983): the routines QAG and QAGI, without extrapolation.
public struct AdaptiveQuadrature: Hashable, Sendable {
  /// The pair of rules that one subinterval is evaluated with.
  public enum Rule: Hashable, Sendable {
    /// 7 Gauss and 15 Kronrod nodes: for integrands with singularities or steps.
    case gaussKronrod15
    /// 10 Gauss and 21 Kronrod nodes: for smooth integrands.
    case gaussKronrod21
  }

  /// How an integration ended, and what it found.
  public struct Result: Hashable, Sendable {
    /// Why an integration stopped; new reasons may be added.
    public struct Status: Hashable, Sendable, CustomStringConvertible {
      private let name: String

      /// The name.
      public var description: String { name }

      /// The estimated error is within the tolerance.
      public static let converged = Status(name: "converged")
      /// The limit on evaluations came first; value and error estimate are the best so far.
      public static let evaluationLimit = Status(name: "evaluationLimit")
      /// Rounding keeps the error estimate above the tolerance; more evaluations would not help.
      public static let roundingLimit = Status(name: "roundingLimit")
      /// The integrand gave NaN or an infinity; the value is NaN.
      public static let integrandNotFinite = Status(name: "integrandNotFinite")
    }

    /// The integral.
    public let value: Double
    /// An estimate of the absolute error, usually much too high for smooth integrands.
    public let errorEstimate: Double
    /// How often the integrand was called.
    public let evaluations: Int
    /// Why the integration stopped.
    public let status: Status
  }

  /// The pair of rules.
  public var rule: Rule
  /// The absolute error to reach; either tolerance suffices.
  public var absoluteTolerance: Double
  /// The error to reach relative to the integral.
  public var relativeTolerance: Double
  /// The limit on calls of the integrand.
  public var maximumEvaluations: Int

  /// Makes an integrator.
  public init(
    rule: Rule = .gaussKronrod21, absoluteTolerance: Double = 0, relativeTolerance: Double = 1e-10,
    maximumEvaluations: Int = 100_000
  ) {
    self.rule = rule
    self.absoluteTolerance = absoluteTolerance
    self.relativeTolerance = relativeTolerance
    self.maximumEvaluations = maximumEvaluations
  }

  /// The integral of f from one bound to another; either may be infinite, and swapping them changes the sign.
  ///
  /// - Throws: `notFinite` when a bound is NaN; `invalidArgument` when a tolerance is negative or NaN, or both are zero.
  /// - Complexity: no more than `maximumEvaluations` calls of f, and O(log pieces) for each bisection.
  public func integrate(
    from lower: Double, to upper: Double, _ f: (Double) -> Double
  ) throws(NumericalError) -> Result {
    guard !lower.isNaN, !upper.isNaN else { throw NumericalError(.notFinite, "a bound of the integral is NaN") }
    guard absoluteTolerance >= 0, relativeTolerance >= 0, absoluteTolerance + relativeTolerance > 0 else {
      throw NumericalError(
        .invalidArgument, "tolerances \(absoluteTolerance) and \(relativeTolerance): one positive, none negative")
    }
    return run(from: lower, to: upper, f)
  }
}

extension AdaptiveQuadrature {
  func run(from lower: Double, to upper: Double, _ f: (Double) -> Double) -> Result {
    if lower == upper { return Result(value: 0, errorEstimate: 0, evaluations: 0, status: .converged) }
    if lower > upper {
      let r = run(from: upper, to: lower, f)
      return Result(value: -r.value, errorEstimate: r.errorEstimate, evaluations: r.evaluations, status: r.status)
    }
    // An infinite end becomes t = 0 with x = end ± (1 - t)/t.
    switch (lower.isFinite, upper.isFinite) {
    case (true, true): return adapt(lower, upper, calls: 1, f)
    case (true, false): return adapt(0, 1, calls: 1) { t in f(lower + (1 - t) / t) / (t * t) }
    case (false, true): return adapt(0, 1, calls: 1) { t in f(upper - (1 - t) / t) / (t * t) }
    case (false, false):
      return adapt(0, 1, calls: 2) { t in
        let x = (1 - t) / t
        return (f(x) + f(-x)) / (t * t)
      }
    }
  }

  private func adapt(_ lower: Double, _ upper: Double, calls: Int, _ f: (Double) -> Double) -> Result {
    let pair = rule == .gaussKronrod15 ? KronrodPair.fifteen : KronrodPair.twentyOne
    let cost = calls * (2 * pair.nodes.count - 1)
    var panels = [pair.apply(lower, upper, f)]
    var evaluations = cost
    var (value, error) = (panels[0].value, panels[0].error)
    while true {
      var status: Result.Status?
      if !value.isFinite || !error.isFinite {
        status = .integrandNotFinite
      } else if error <= max(absoluteTolerance, relativeTolerance * abs(value)) {
        // The running sums drift; the decision is made on fresh ones.
        (value, error) = panels.reduce((0, 0)) { ($0.0 + $1.value, $0.1 + $1.error) }
        if error <= max(absoluteTolerance, relativeTolerance * abs(value)) { status = .converged }
      } else if panels[0].isExhausted {
        status = .roundingLimit
      } else if evaluations + 2 * cost > maximumEvaluations {
        status = .evaluationLimit
      }
      if let status {
        if status != .integrandNotFinite {
          (value, error) = panels.reduce((0, 0)) { ($0.0 + $1.value, $0.1 + $1.error) }
        }
        return Result(
          value: status == .integrandNotFinite ? .nan : value, errorEstimate: error, evaluations: evaluations,
          status: status)
      }
      let worst = panels[0]
      let middle = worst.lower + 0.5 * (worst.upper - worst.lower)
      let left = pair.apply(worst.lower, middle, f)
      let right = pair.apply(middle, worst.upper, f)
      evaluations += 2 * cost
      value += left.value + right.value - worst.value
      error += left.error + right.error - worst.error
      replaceTop(&panels, with: left)
      push(&panels, right)
    }
  }

  /// Panels form a heap with the largest error on top.
  private func replaceTop(_ heap: inout [KronrodPair.Panel], with panel: KronrodPair.Panel) {
    var hole = 0
    while 2 * hole + 1 < heap.count {
      var child = 2 * hole + 1
      if child + 1 < heap.count, heap[child + 1].error > heap[child].error { child += 1 }
      if heap[child].error <= panel.error { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = panel
  }

  private func push(_ heap: inout [KronrodPair.Panel], _ panel: KronrodPair.Panel) {
    heap.append(panel)
    var hole = heap.count - 1
    while hole > 0, heap[(hole - 1) / 2].error < panel.error {
      heap[hole] = heap[(hole - 1) / 2]
      hole = (hole - 1) / 2
    }
    heap[hole] = panel
  }
}
