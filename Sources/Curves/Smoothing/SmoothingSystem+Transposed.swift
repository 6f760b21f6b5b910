extension SmoothingSystem {
  /// Weights on the targets from weights on the values: the transpose of the map from targets to values, without forming it.
  ///
  /// - Complexity: O(points + weights), as a solve; where rows leave lines unseen, a solve for each row.
  func transposed(_ weights: [Double]) -> [Double] {
    guard unseen.isEmpty else {
      return rows.indices.map { row in
        guard sumSystem.isEffective(row) else { return 0 }
        return zip(response(to: row), weights).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    var sums = [Double](repeating: 0, count: basis.count)
    for (strand, spline) in splines.enumerated() {
      let own = strands == 1 ? weights : (0..<points).map { weights[$0 * strands + strand] }
      spline.addCurveTransposed(own, basis, to: &sums)
    }
    return sumSystem.sumsTransposed(sums)
  }

  /// The derivatives of the values by a row's target.
  func response(to row: Int) -> [Double] {
    guard sumSystem.isEffective(row) else { return [Double](repeating: 0, count: points * strands) }
    var targets = [Double](repeating: 0, count: rows.count)
    targets[row] = 1
    return solve(targets).values
  }
}
