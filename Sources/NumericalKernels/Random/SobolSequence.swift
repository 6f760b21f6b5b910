internal import CCarbon254Kernels

/// A Sobol sequence in up to 1,024 dimensions, plain or with Owen scrambling.
///
/// Any 2ᵐ consecutive points that begin at a multiple of 2ᵐ fill each coordinate's 2ᵐ equal cells once, and low
/// dimensions jointly. Averages of smooth functions over 2ᵐ points err far less than over as many random ones; take a
/// power of two, and begin with the point 0.
///
/// Scrambled, each point is uniform on the unit cube, so an average is unbiased; a few seeds give its standard error.
/// The scrambling is the nested uniform one (Owen, 1995) by hash: Laine and Karras, "Stratified sampling for
/// stochastic transparency", EGSR 2011, as in Burley, "Practical hash-based Owen scrambling", JCGT 9 (2020), with
/// Vegdahl's constants (2021). The points have 32 digits; a scrambled one continues with 32 random digits that depend
/// on the point.
///
/// The order is that of Gray codes (Antonov and Saleev), so the plain points are those of `scipy.stats.qmc.Sobol`.
/// Point k of a seed is the same whenever and wherever it is computed, to the last bit.
public struct SobolSequence: Sendable {
  /// The number of coordinates of a point.
  public let dimensions: Int
  /// The seed of the scrambling, nil without.
  public let scramblingSeed: UInt64?
  /// The number of the point that comes next, at most 2³²; set it to jump.
  public var index: UInt64 {
    get { nextIndex }
    set { move(to: newValue) }
  }

  private var nextIndex: UInt64 = 0
  private let columns: [UInt32]
  let seeds: [UInt32]
  /// The digits of the next point.
  private var digits: [UInt32]

  /// The number of points.
  public static let period: UInt64 = 1 << 32

  /// A sequence from its first point on.
  ///
  /// - Parameters:
  ///   - dimensions: the number of coordinates, 1 to 1,024.
  ///   - scramblingSeed: a seed for Owen scrambling; nil for the plain sequence.
  /// - Throws: `invalidArgument` when there are no direction numbers for so many dimensions.
  public init(dimensions: Int, scramblingSeed: UInt64? = nil) throws(NumericalError) {
    guard dimensions >= 1, dimensions <= SobolDirections.maximumDimensions else {
      throw NumericalError(
        .invalidArgument, "1 to \(SobolDirections.maximumDimensions) dimensions expected, \(dimensions) given")
    }
    self.dimensions = dimensions
    self.scramblingSeed = scramblingSeed
    columns = SobolDirections.columns(dimensions: dimensions)
    digits = [UInt32](repeating: 0, count: dimensions)
    guard let scramblingSeed else {
      seeds = []
      return
    }
    var stream = RandomStream(seed: scramblingSeed, path: 0)
    seeds = (0..<dimensions).map { _ in UInt32(truncatingIfNeeded: stream.next()) }
  }

  private mutating func move(to index: UInt64) {
    precondition(index <= Self.period, "a Sobol sequence has 2^32 points")
    nextIndex = index
    let gray = index ^ (index >> 1)
    for dimension in 0..<dimensions {
      var x: UInt32 = 0
      for bit in 0..<32 where gray >> UInt64(bit) & 1 == 1 { x ^= columns[bit * dimensions + dimension] }
      digits[dimension] = x
    }
  }

  /// The next points as uniforms on [0, 1), point by point.
  ///
  /// `u` holds one or more whole points. Coordinate j of point i goes to `u[i * dimensions + j]`.
  ///
  /// - Throws: `dimensionMismatch` when the length is no multiple of the dimensions; `tooLarge` when fewer points are
  ///   left.
  /// - Complexity: O(*n*); without allocation.
  public mutating func fillUniforms(_ u: inout MutableSpan<Double>) throws(NumericalError) {
    let points = try wholePoints(u.count)
    u.withUnsafeMutableBufferPointer { numbers in
      numbers.withMemoryRebound(to: UInt64.self) { fillWords($0, points: points, middle: 0) }
      for i in numbers.indices { numbers[i] = Double(numbers[i].bitPattern >> 11) * 0x1p-53 }
    }
  }

  /// The next points as independent standard normals, point by point: the quantiles of the uniforms.
  ///
  /// The layout is that of ``fillUniforms(_:)``. A plain point stands in the middle of its cell of width 2⁻³².
  ///
  /// - Throws: `dimensionMismatch` when the length is no multiple of the dimensions; `tooLarge` when fewer points are
  ///   left.
  /// - Complexity: O(*n*); without allocation.
  public mutating func fillNormals(_ z: inout MutableSpan<Double>) throws(NumericalError) {
    let points = try wholePoints(z.count)
    let n = z.count
    z.withUnsafeMutableBufferPointer { numbers in
      numbers.withMemoryRebound(to: UInt64.self) { words in
        fillWords(words, points: points, middle: 1 << 31)
        c254_normals_of_words(words.baseAddress, numbers.baseAddress, n)
      }
    }
  }

  /// The next points as uniforms on [0, 1), one row each.
  ///
  /// - Throws: `invalidArgument` for a negative count; `tooLarge` when fewer points are left.
  public mutating func uniforms(_ count: Int) throws(NumericalError) -> Matrix {
    guard count >= 0 else { throw NumericalError(.invalidArgument, "a number of points expected, is \(count)") }
    guard UInt64(count) <= Self.period - nextIndex else {
      throw NumericalError(.tooLarge, "\(Self.period - nextIndex) points are left of 2^32, \(count) asked for")
    }
    var points = Matrix(rows: count, columns: dimensions)
    var span = points.storage.mutableSpan
    try fillUniforms(&span)
    return points
  }

  private func wholePoints(_ count: Int) throws(NumericalError) -> Int {
    let (points, odd) = count.quotientAndRemainder(dividingBy: dimensions)
    guard odd == 0 else {
      throw NumericalError(.dimensionMismatch, "\(count) numbers are no whole points of \(dimensions) coordinates")
    }
    guard UInt64(points) <= Self.period - nextIndex else {
      throw NumericalError(.tooLarge, "\(Self.period - nextIndex) points are left of 2^32, \(points) asked for")
    }
    return points
  }

  /// The words of the next points, 32 digits of the sequence in the upper half; `middle` is the lower half of a plain
  /// point's.
  private mutating func fillWords(_ words: UnsafeMutableBufferPointer<UInt64>, points: Int, middle: UInt64) {
    let dimensions = dimensions
    columns.withUnsafeBufferPointer { columns in
      seeds.withUnsafeBufferPointer { seeds in
        digits.withUnsafeMutableBufferPointer { digits in
          for point in 0..<points {
            nextIndex += 1
            let column = columns.baseAddress?.advanced(by: min(31, nextIndex.trailingZeroBitCount) * dimensions)
            let target = words.baseAddress?.advanced(by: point * dimensions)
            if seeds.isEmpty {
              c254_sobol_point(column, digits.baseAddress, middle, target, dimensions)
            } else {
              c254_scrambled_sobol_point(column, digits.baseAddress, seeds.baseAddress, target, dimensions)
            }
          }
        }
      }
    }
  }

  /// A nested uniform permutation of the digits, with 32 digits more: the twin of the loop in C.
  static func scrambled(_ digits: UInt32, seed: UInt32) -> UInt64 {
    // Each step lets a bit of the reversed number depend on lower bits alone: on the digits before it.
    var x = reversed(digits)
    x ^= x &* 0x3d20_adea
    x = x &+ seed
    x = x &* ((seed >> 16) | 1)
    x ^= x &* 0x0552_6c56
    x ^= x &* 0x53a2_2864
    let upper = reversed(x)
    var tail = UInt64(upper) << 32 | UInt64(seed)
    tail = (tail ^ (tail >> 30)) &* 0xbf58_476d_1ce4_e5b9
    tail = (tail ^ (tail >> 27)) &* 0x94d0_49bb_1331_11eb
    return UInt64(upper) << 32 | (tail ^ (tail >> 31)) >> 32
  }

  private static func reversed(_ x: UInt32) -> UInt32 {
    var x = x.byteSwapped
    x = (x >> 4) & 0x0f0f_0f0f | (x & 0x0f0f_0f0f) << 4
    x = (x >> 2) & 0x3333_3333 | (x & 0x3333_3333) << 2
    return (x >> 1) & 0x5555_5555 | (x & 0x5555_5555) << 1
  }
}
