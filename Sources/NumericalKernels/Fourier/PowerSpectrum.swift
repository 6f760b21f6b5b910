/// How the variance of a real signal is spread over frequencies: a one-sided power spectral density.
///
/// Density is normalised so that its integral over frequency is the power of the windowed signal: |Σ wⱼ xⱼ exp(...)|² / (rate Σ wⱼ²), and
/// twice that for all frequencies but zero and (for an even length) the highest. This is the `density` scaling of SciPy
/// and of Welch. Bit-identical on every machine.
public struct PowerSpectrum: Hashable, Sendable {
  /// The frequencies in cycles per unit of time: k × rate / length for k from 0 to length/2.
  public let frequencies: [Double]
  /// The density at each frequency, in squared units of the signal per unit of frequency.
  public let density: [Double]

  /// What is taken out of each piece before it is tapered.
  public enum Detrending: Hashable, Sendable {
    /// Nothing.
    case none
    /// The mean.
    case mean
    /// The least-squares line.
    case line
  }

  /// The periodogram: the spectrum of the whole signal as one piece.
  ///
  /// - Parameters:
  ///   - samples: The signal, evenly spaced.
  ///   - rate: Samples per unit of time.
  ///   - window: The weights of the samples.
  ///   - detrending: What is taken off the signal before it is weighted.
  /// - Throws: `insufficientData` for an empty signal; `notFinite` (with the place); `invalidArgument` for a rate that is not positive.
  /// - Complexity: O(n log n).
  public static func periodogram(
    _ samples: [Double], rate: Double = 1, window: SpectralWindow = .rectangular, detrending: Detrending = .mean
  ) throws(NumericalError) -> PowerSpectrum {
    try welch(samples, rate: rate, segment: samples.count, overlap: 0, window: window, detrending: detrending)
  }

  /// Welch's estimate: the mean of the periodograms of overlapping pieces; less detail in frequency, less noise.
  ///
  /// A remainder shorter than a piece at the end is left out.
  ///
  /// - Parameters:
  ///   - samples: The signal, evenly spaced.
  ///   - rate: Samples per unit of time.
  ///   - segment: The samples of a piece.
  ///   - overlap: The samples that neighbouring pieces share; half of a piece unless given.
  ///   - window: The weights of a piece's samples.
  ///   - detrending: What is taken off each piece before it is weighted.
  /// - Throws: `insufficientData` when the signal is empty or shorter than a piece; `notFinite` (with the place); `invalidArgument` for a
  ///   rate or piece that is not positive, an overlap outside 0 ..< segment, or a window that is zero throughout.
  /// - Complexity: O(n log segment).
  /// - Note: Source: P. D. Welch, IEEE Trans. AU-15 (1967).
  public static func welch(
    _ samples: [Double], rate: Double = 1, segment: Int, overlap: Int? = nil, window: SpectralWindow = .hann,
    detrending: Detrending = .mean
  ) throws(NumericalError) -> PowerSpectrum {
    guard rate > 0, rate.isFinite else {
      throw NumericalError(.invalidArgument, "the rate has to be positive, not \(rate)")
    }
    guard !samples.isEmpty, samples.count >= segment else {
      throw NumericalError(.insufficientData, "\(samples.count) samples for pieces of \(segment)")
    }
    let shared = overlap ?? segment / 2
    guard segment >= 1, shared >= 0, shared < segment else {
      throw NumericalError(.invalidArgument, "pieces of \(segment) cannot share \(shared) samples")
    }
    if let odd = samples.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError(.notFinite, "sample \(samples[odd])", index: odd)
    }
    let weights = window.weights(count: segment)
    let power = weights.reduce(0) { $0 + $1 * $1 }
    guard power > 0 else { throw NumericalError(.invalidArgument, "the window is zero throughout") }
    let plan = try RealFourierTransform(count: segment)
    var workspace = plan.makeWorkspace()
    var spectrum = ComplexVector(count: plan.spectrumCount)
    var density = [Double](repeating: 0, count: plan.spectrumCount)
    var piece = [Double](repeating: 0, count: segment)
    var pieces = 0
    var start = 0
    while start + segment <= samples.count {
      for j in 0..<segment { piece[j] = samples[start + j] }
      detrend(&piece, detrending)
      for j in 0..<segment { piece[j] *= weights[j] }
      try plan.forward(piece, into: &spectrum, workspace: &workspace)
      for k in density.indices {
        density[k] += spectrum.real[k] * spectrum.real[k] + spectrum.imaginary[k] * spectrum.imaginary[k]
      }
      pieces += 1
      start += segment - shared
    }
    let scale = 1 / (rate * power * Double(pieces))
    for k in density.indices {
      let isPaired = k > 0 && 2 * k != segment
      density[k] *= isPaired ? 2 * scale : scale
    }
    let frequencies = density.indices.map { Double($0) * rate / Double(segment) }
    return PowerSpectrum(frequencies: frequencies, density: density)
  }

  private static func detrend(_ piece: inout [Double], _ detrending: Detrending) {
    guard detrending != .none else { return }
    let count = Double(piece.count)
    let mean = piece.reduce(0, +) / count
    let centre = 0.5 * (count - 1)
    var slope = 0.0
    if detrending == .line, piece.count > 1 {
      var sum = 0.0
      for j in piece.indices { sum += (Double(j) - centre) * (piece[j] - mean) }
      slope = sum / (count * (count - 1) * (count + 1) / 12)
    }
    for j in piece.indices { piece[j] -= mean + slope * (Double(j) - centre) }
  }
}
