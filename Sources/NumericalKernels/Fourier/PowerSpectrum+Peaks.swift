extension PowerSpectrum {
  /// A local maximum of the spectrum.
  public struct Peak: Hashable, Sendable {
    /// The length of one cycle, in units of time.
    public let period: Double
    /// Cycles per unit of time, between the grid's frequencies: the vertex of a parabola through the logarithms of three densities.
    public let frequency: Double
    /// The density at the peak's place on the grid.
    public let density: Double
    /// The share of the whole power, without frequency zero, between the minima beside the peak.
    public let share: Double
  }

  /// The strongest cycles: the peaks by their share of the power, the strongest first.
  ///
  /// For seasonality take a detrended, Hann-windowed `periodogram` over several of the longest cycles; a peak's period is then good to a
  /// small part of the grid's spacing. Frequency zero is no peak.
  ///
  /// - Complexity: O(n + peaks log peaks).
  public func dominantCycles(limit: Int = 10) -> [Peak] {
    guard density.count > 2 else { return [] }
    let total = density.dropFirst().reduce(0, +)
    guard total > 0 else { return [] }
    let spacing = frequencies[1]
    let last = density.count - 1
    var peaks: [Peak] = []
    var left = 1
    var k = 1
    while k <= last {
      // Uphill to the peak, downhill to the next minimum; a plateau counts once.
      while k < last, density[k + 1] >= density[k] { k += 1 }
      let top = k
      while k < last, density[k + 1] < density[k] { k += 1 }
      let power = density[left...k].reduce(0, +)
      let frequency = (Double(top) + offset(top)) * spacing
      peaks.append(Peak(period: 1 / frequency, frequency: frequency, density: density[top], share: power / total))
      if k == last { break }
      left = k + 1
    }
    peaks.sort { $0.share != $1.share ? $0.share > $1.share : $0.frequency < $1.frequency }
    return Array(peaks.prefix(max(0, limit)))
  }

  /// Where between its neighbours the peak lies, in grid spacings from -1/2 to 1/2.
  private func offset(_ top: Int) -> Double {
    guard top > 1, top + 1 < density.count, density[top - 1] > 0, density[top + 1] > 0 else { return 0 }
    let (a, b, c) = (
      VectorMath.log(density[top - 1]), VectorMath.log(density[top]), VectorMath.log(density[top + 1])
    )
    let curvature = a - 2 * b + c
    return curvature < 0 ? min(max(0.5 * (a - c) / curvature, -0.5), 0.5) : 0
  }
}
