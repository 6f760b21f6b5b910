extension VolatilityModel {
  /// A maximum at a kink of the exponential model's likelihood, near where a search did not converge.
  ///
  /// abs(z) has a kink where a return equals the mean, so that the likelihood has one in the mean at every return, and
  /// its maximum may lie on one: no gradient vanishes there. The mean is held at the return on either side of where the
  /// search ended and the other parameters are estimated; it is a maximum where the likelihood falls to both sides.
  ///
  /// - Returns: The outcome, with the bounds that hold the mean among its bounds, or `nil` where there is no such
  ///   maximum.
  func maximumAtKink(
    near stalled: BoundedNewton.Outcome, _ pass: LikelihoodPass, bounds: LinearBounds,
    _ objective: ([Double]) -> BoundedNewton.Evaluation?
  ) -> (outcome: BoundedNewton.Outcome, bounds: LinearBounds)? {
    guard dynamics == .exponential, mean == .constant, !stalled.status.isConverged else { return nil }
    let names = parameters
    let place = stalled.point[0]
    let below = pass.returns.reduce(-Double.infinity) { $1 <= place ? max($0, $1) : $0 }
    let above = pass.returns.reduce(Double.infinity) { $1 >= place ? min($0, $1) : $0 }
    let axis = names.indices.map { $0 == 0 ? 1.0 : 0 }
    for kink in below == above ? [below] : [below, above] where kink.isFinite {
      var held = bounds
      held.require(axis, atLeast: kink)
      held.require(axis.map { -$0 }, atLeast: -kink)
      var start = stalled.point
      start[0] = kink
      guard let outcome = BoundedNewton(bounds: held).maximise(from: start, objective), outcome.status == .converged,
        outcome.evaluation.value >= stalled.evaluation.value - 1e-9
      else { continue }
      let falls = [-1e-7, 1e-7].allSatisfy { shift in
        var beside = VolatilityParameters(names, outcome.point)
        beside.mean += shift
        return pass.value(beside) <= outcome.evaluation.value
      }
      if falls { return (outcome, held) }
    }
    return nil
  }
}
