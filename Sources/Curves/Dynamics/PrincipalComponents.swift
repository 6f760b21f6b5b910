import NumericalKernels

/// The directions in which a forward surface moves, strongest first: level, slope, curvature.
///
///     let components = try PrincipalComponents(of: changes)
///     components.explained                       // shares of the variance
///     components.loadings[0]                     // annual volatility of each contract from the first direction
///
/// Eigenvectors of the covariance of the changes, each times the root of its eigenvalue: squares of all loadings of a
/// contract add up to its annual variance. A loading's sign is chosen so that their sum is not negative. Equal to a
/// tolerance across BLAS builds. Source: L. Clewlow, C. Strickland, "Energy Derivatives", 2000, chapter 8.
public struct PrincipalComponents: Hashable, Sendable {
  /// What a change is; of one surface that of all of its columns.
  public let kinds: [ForwardChanges.Kind]
  /// The years to delivery of each surface's contracts.
  public let tenors: [[Double]]
  /// Loadings by component, then contract; the contracts of several surfaces one after the other.
  public let loadings: [[Double]]
  /// The variances of the components, falling.
  public let variances: [Double]
  /// The number of changes.
  public let sampleCount: Int

  /// Finds the components of one surface, or of several that move together, such as power, gas and carbon.
  ///
  /// - Parameter surfaces: Changes over the same pairs of dates.
  /// - Throws: `empty` without a surface, `mismatch` with the index of a surface of other dates; `notFinite` where a
  ///   covariance overflows.
  /// - Complexity: O(changes × contracts² + contracts³).
  public init(of surfaces: ForwardChanges...) throws(CurveError) {
    guard let first = surfaces.first else { throw CurveError(.empty, found: "no changes", expected: "one surface") }
    if let odd = surfaces.firstIndex(where: { $0.dates != first.dates }) {
      throw CurveError(.mismatch, found: "changes of other dates", expected: "those of the first", index: odd)
    }
    let columns = surfaces.reduce(0) { $0 + $1.values.columns }
    var all = Matrix(rows: first.count, columns: columns)
    var offset = 0
    for surface in surfaces {
      for row in 0..<first.count {
        for column in 0..<surface.values.columns { all[row, offset + column] = surface.values[row, column] }
      }
      offset += surface.values.columns
    }
    let eigen: SymmetricEigen
    do {
      eigen = try SymmetricEigen(Statistics.covarianceMatrix(all))
    } catch {
      throw CurveError(.notFinite, found: "changes without a covariance", expected: "finite changes", cause: error)
    }
    let order = Array((0..<columns).reversed())
    kinds = surfaces.map(\.kind)
    tenors = surfaces.map(\.tenors)
    variances = order.map { max(0, eigen.values[$0]) }
    loadings = order.map { component in
      let root = max(0, eigen.values[component]).squareRoot()
      let vector = (0..<columns).map { eigen.vectors[$0, component] }
      let sign = vector.reduce(0, +) < 0 ? -1.0 : 1
      return vector.map { sign * root * $0 }
    }
    sampleCount = first.count
  }

  /// The share of the whole variance that each component explains.
  public var explained: [Double] {
    let total = variances.reduce(0, +)
    return variances.map { total > 0 ? $0 / total : 0 }
  }

  /// How many components explain at least a share of the variance.
  public func count(explaining share: Double) -> Int {
    var sum = 0.0
    for (index, part) in explained.enumerated() {
      sum += part
      if sum >= share { return index + 1 }
    }
    return variances.count
  }

  /// The loadings of one surface by component.
  func loadings(ofSurface surface: Int) -> [[Double]] {
    let start = tenors[..<surface].reduce(0) { $0 + $1.count }
    return loadings.map { Array($0[start..<start + tenors[surface].count]) }
  }
}
