/// The discrete Fourier transform of real numbers of one length: half of the complex spectrum, in half of the time.
///
/// The spectrum has count/2 + 1 elements (whole division); the others are their conjugates in reverse. An even count is done as a complex
/// transform of half the length. Bit-identical on every machine.
///
/// ```swift
/// let plan = try RealFourierTransform(count: 4)
/// try plan.forward([1, 2, 3, 4])  // 10, -2 + 2i, -2
/// ```
///
/// - Complexity: O(n log n).
public struct RealFourierTransform: Sendable {
  /// The number of real elements.
  public let count: Int
  let inner: FourierTransform
  let roots: ComplexVector

  /// The memory that one transform at a time works in.
  public struct Workspace: Sendable {
    var values: ComplexVector
    var inner: FourierTransform.Workspace
  }

  /// Prepares transforms of a length.
  ///
  /// - Throws: `invalidArgument` for a length below 1; `tooLarge` above 2²⁸.
  public init(count: Int) throws(NumericalError) {
    let isEven = count % 2 == 0 && count > 0
    inner = try FourierTransform(count: isEven ? count / 2 : count)
    guard count <= 1 << 28 else { throw NumericalError(.tooLarge, "at most 2^28 elements, not \(count)") }
    self.count = count
    var roots = ComplexVector(count: isEven ? count / 2 : 0)
    for k in 0..<roots.count {
      let (cosine, sine) = UnitRoot.of(k, count)
      roots[k] = (cosine, -sine)
    }
    self.roots = roots
  }

  /// The number of elements of the spectrum, count/2 + 1.
  public var spectrumCount: Int { count / 2 + 1 }

  /// Memory for the transforms that do not allocate.
  public func makeWorkspace() -> Workspace {
    Workspace(values: ComplexVector(count: inner.count), inner: inner.makeWorkspace())
  }

  /// The spectrum of real numbers.
  ///
  /// - Throws: `dimensionMismatch` when there are not `count` of them.
  public func forward(_ x: [Double]) throws(NumericalError) -> ComplexVector {
    var spectrum = ComplexVector(count: spectrumCount)
    var workspace = makeWorkspace()
    try forward(x, into: &spectrum, workspace: &workspace)
    return spectrum
  }

  /// The real numbers of a spectrum, divided by the count.
  ///
  /// Imaginary parts that a real signal cannot have (of the first element, and of the last for an even count) are ignored.
  ///
  /// - Throws: `dimensionMismatch` when the spectrum has not count/2 + 1 elements.
  public func inverse(_ spectrum: ComplexVector) throws(NumericalError) -> [Double] {
    var x = [Double](repeating: 0, count: count)
    var workspace = makeWorkspace()
    try inverse(spectrum, into: &x, workspace: &workspace)
    return x
  }

  /// The spectrum of real numbers, without allocation.
  ///
  /// - Throws: `dimensionMismatch` when a length or the workspace does not fit.
  public func forward(
    _ x: [Double], into spectrum: inout ComplexVector, workspace: inout Workspace
  ) throws(NumericalError) {
    try check(x.count, spectrum.count, workspace)
    let m = inner.count
    guard count % 2 == 0 else {
      for i in 0..<count { workspace.values.real[i] = x[i] }
      for i in 0..<count { workspace.values.imaginary[i] = 0 }
      try inner.forward(&workspace.values, workspace: &workspace.inner)
      for k in 0..<spectrumCount { spectrum[k] = workspace.values[k] }
      return
    }
    for i in 0..<m {
      workspace.values.real[i] = x[2 * i]
      workspace.values.imaginary[i] = x[2 * i + 1]
    }
    try inner.forward(&workspace.values, workspace: &workspace.inner)
    // The halves' spectra are E = (Zₖ + Z̄₋ₖ)/2 and O = (Zₖ - Z̄₋ₖ)/2i; the whole is E + wᵏ O.
    let first = workspace.values[0]
    spectrum[0] = (first.real + first.imaginary, 0)
    spectrum[m] = (first.real - first.imaginary, 0)
    for k in 1..<max(m, 1) {
      let (a, b, w) = (workspace.values[k], workspace.values[m - k], roots[k])
      let even = (real: 0.5 * (a.real + b.real), imaginary: 0.5 * (a.imaginary - b.imaginary))
      let odd = (real: 0.5 * (a.imaginary + b.imaginary), imaginary: 0.5 * (b.real - a.real))
      spectrum.real[k] = even.real + (odd.real * w.real - odd.imaginary * w.imaginary)
      spectrum.imaginary[k] = even.imaginary + (odd.real * w.imaginary + odd.imaginary * w.real)
    }
  }

  /// The real numbers of a spectrum, divided by the count, without allocation.
  ///
  /// - Throws: `dimensionMismatch` when a length or the workspace does not fit.
  public func inverse(
    _ spectrum: ComplexVector, into x: inout [Double], workspace: inout Workspace
  ) throws(NumericalError) {
    try check(x.count, spectrum.count, workspace)
    let m = inner.count
    guard count % 2 == 0 else {
      workspace.values[0] = (spectrum.real[0], 0)
      for k in 1..<max(spectrumCount, 1) {
        workspace.values[k] = spectrum[k]
        workspace.values[count - k] = (spectrum.real[k], -spectrum.imaginary[k])
      }
      try inner.inverse(&workspace.values, workspace: &workspace.inner)
      for i in 0..<count { x[i] = workspace.values.real[i] }
      return
    }
    workspace.values[0] = (
      0.5 * (spectrum.real[0] + spectrum.real[m]), 0.5 * (spectrum.real[0] - spectrum.real[m])
    )
    for k in 1..<max(m, 1) {
      let (a, b, w) = (spectrum[k], spectrum[m - k], roots[k])
      let even = (real: 0.5 * (a.real + b.real), imaginary: 0.5 * (a.imaginary - b.imaginary))
      let turned = (real: 0.5 * (a.real - b.real), imaginary: 0.5 * (a.imaginary + b.imaginary))
      let odd = (
        real: turned.real * w.real + turned.imaginary * w.imaginary,
        imaginary: turned.imaginary * w.real - turned.real * w.imaginary
      )
      workspace.values[k] = (even.real - odd.imaginary, even.imaginary + odd.real)
    }
    try inner.inverse(&workspace.values, workspace: &workspace.inner)
    for i in 0..<m {
      x[2 * i] = workspace.values.real[i]
      x[2 * i + 1] = workspace.values.imaginary[i]
    }
  }

  private func check(_ values: Int, _ spectrum: Int, _ workspace: Workspace) throws(NumericalError) {
    guard values == count, spectrum == spectrumCount, workspace.values.count == inner.count else {
      throw NumericalError(
        .dimensionMismatch,
        "\(count) values and \(spectrumCount) spectral elements expected, \(values) and \(spectrum) given")
    }
  }
}
