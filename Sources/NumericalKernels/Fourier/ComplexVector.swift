/// Complex numbers as two arrays of equal length, real parts and imaginary parts.
public struct ComplexVector: Hashable, Sendable {
  /// The real parts.
  public internal(set) var real: [Double]
  /// The imaginary parts, as many.
  public internal(set) var imaginary: [Double]

  /// Makes a vector from its parts.
  ///
  /// - Throws: `dimensionMismatch` when the parts differ in length.
  public init(real: [Double], imaginary: [Double]) throws(NumericalError) {
    guard real.count == imaginary.count else {
      throw NumericalError(.dimensionMismatch, "\(real.count) real parts, \(imaginary.count) imaginary parts")
    }
    (self.real, self.imaginary) = (real, imaginary)
  }

  /// Makes a vector of zeros.
  public init(count: Int) {
    real = [Double](repeating: 0, count: max(0, count))
    imaginary = real
  }

  /// The number of elements.
  public var count: Int { real.count }

  /// The element at a place.
  public subscript(place: Int) -> (real: Double, imaginary: Double) {
    get { (real[place], imaginary[place]) }
    set { (real[place], imaginary[place]) = newValue }
  }

  /// The squared magnitude of each element.
  public var squaredMagnitudes: [Double] {
    real.indices.map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] }
  }
}
