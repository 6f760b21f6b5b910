/// Uniforms whose dependence is that of a multivariate normal.
///
/// Put each component through the quantile function of its own distribution. Bit-identical on every machine.
///
/// Source: R. Nelsen, "An Introduction to Copulas", 2nd edition (2006), section 2.9.
public struct GaussianCopula: Hashable, Sendable {
  /// The normals behind it, of unit variance.
  public let normals: CorrelatedNormals

  /// The copula of a correlation matrix, which may be singular.
  ///
  /// - Throws: `invalidArgument` with the row unless the diagonal is 1; the errors of
  ///   ``CorrelatedNormals/init(covariance:)``.
  public init(correlation: Matrix) throws(NumericalError) {
    normals = try CorrelatedNormals(correlation: correlation)
  }

  /// Vectors of uniforms, one row each, in [0, 1].
  ///
  /// - Throws: `invalidArgument` for a negative count.
  public func samples(_ count: Int, from stream: inout RandomStream) throws(NumericalError) -> Matrix {
    var vectors = try normals.samples(count, from: &stream)
    vectors.storage = VectorMath.normalCDF(vectors.storage)
    return vectors
  }
}

/// Uniforms whose dependence is that of a multivariate Student t: extremes come together.
///
/// Each vector of normals is divided by the root of one chi-square over its degrees of freedom. As the degrees grow it
/// becomes the ``GaussianCopula``. Bit-identical on every machine.
///
/// Source: S. Demarta and A. McNeil, "The t copula and related copulas", International Statistical Review 73 (2005).
public struct StudentCopula: Hashable, Sendable {
  /// The normals behind it, of unit variance.
  public let normals: CorrelatedNormals
  /// The degrees of freedom; they need not be whole.
  public let degreesOfFreedom: Double

  private let table: StudentTTable

  /// The copula of a correlation matrix, which may be singular, and a number of degrees of freedom.
  ///
  /// - Throws: `invalidArgument` unless the diagonal is 1 (with the row) and the degrees lie between 1e-100 and 1e100,
  ///   `notFinite`; the errors of ``CorrelatedNormals/init(covariance:)``.
  public init(correlation: Matrix, degreesOfFreedom: Double) throws(NumericalError) {
    normals = try CorrelatedNormals(correlation: correlation)
    self.degreesOfFreedom = degreesOfFreedom
    table = try StudentTTable(degreesOfFreedom: degreesOfFreedom)
  }

  /// Vectors of uniforms, one row each, in [0, 1].
  ///
  /// The normals are drawn first, then one chi-square for each vector.
  ///
  /// - Throws: `invalidArgument` for a negative count.
  public func samples(_ count: Int, from stream: inout RandomStream) throws(NumericalError) -> Matrix {
    var vectors = try normals.samples(count, from: &stream)
    for row in 0..<vectors.rows {
      let scale = try (degreesOfFreedom / stream.chiSquare(degreesOfFreedom: degreesOfFreedom)).squareRoot()
      for place in row * vectors.columns..<(row + 1) * vectors.columns { vectors.storage[place] *= scale }
    }
    table.replaceByCDF(&vectors.storage)
    return vectors
  }
}

extension CorrelatedNormals {
  /// Normals of unit variance.
  init(correlation: Matrix) throws(NumericalError) {
    for row in 0..<min(correlation.rows, correlation.columns)
    where correlation[row, row].isFinite && abs(correlation[row, row] - 1) > 1e-12 {
      throw NumericalError(.invalidArgument, "a correlation matrix has ones on its diagonal", index: row)
    }
    try self.init(covariance: correlation)
  }
}
