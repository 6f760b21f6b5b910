/// A window that tapers a piece of a signal before its spectrum is taken, in the periodic form that spectral estimation
/// uses.
///
/// Bit-identical on every machine.
///
/// Source: F. J. Harris, "On the use of windows for harmonic analysis with the discrete Fourier transform", Proceedings
/// of the IEEE 66 (1978) 51-83.
public enum SpectralWindow: Hashable, Sendable {
  /// No taper: the narrowest peaks, the most leakage.
  case rectangular
  /// Half a cosine wave, 0.5 - 0.5 cos: the usual choice.
  case hann
  /// 0.54 - 0.46 cos.
  case hamming
  /// 0.42 - 0.5 cos + 0.08 cos 2: little leakage, wide peaks.
  case blackman

  /// The weights wⱼ for j = 0 ..< count, as functions of cos(2πj/count).
  ///
  /// - Complexity: O(count).
  public func weights(count: Int) -> [Double] {
    (0..<max(0, count)).map { j in
      let cosine = UnitRoot.of(j, count).cosine
      switch self {
      case .rectangular: return 1
      case .hann: return 0.5 - 0.5 * cosine
      case .hamming: return 0.54 - 0.46 * cosine
      case .blackman: return 0.42 - 0.5 * cosine + 0.08 * (2 * cosine * cosine - 1)
      }
    }
  }
}
