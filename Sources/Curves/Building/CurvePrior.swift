public import MarketData

/// What a curve keeps where no quote speaks: its shape, from which smoothing takes the differences.
///
/// An additive prior p enters as ½ Σ (D₂ (f - p))²: the curve is the prior plus the smoothest correction that meets the quotes. A
/// multiplicative one is a factor s for each point: the curve is s times the smoothest level g, with ½ Σ (D₂ g)².
public enum CurvePrior: Hashable, Sendable {
  /// Nothing: the smoothest curve itself.
  case none
  /// A value for each interval, added; the same for every strand.
  case values([Double])
  /// A series in the curve's unit or one that converts, added; its mean over each interval, which it must cover.
  case series(TimeSeries)
  /// One such series for each strand.
  case strands([TimeSeries])
  /// A seasonal shape, added or multiplied as the shape says.
  case seasonal(SeasonalShape)
  /// A factor for each interval, multiplied; the same for every strand. All must be positive.
  case factors([Double])
}
