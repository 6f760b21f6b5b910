/// Cosines and sines of whole fractions of a turn, the same bits on every machine.
enum UnitRoot {
  /// (cos, sin) of 2π k/n, for 0 ≤ k < n < 2⁵⁹: reduced to an eighth of a turn in whole numbers first.
  static func of(_ k: Int, _ n: Int) -> (cosine: Double, sine: Double) {
    let eighths = 8 * k
    let octant = eighths / n
    let rest = eighths - octant * n
    // Odd octants count backwards from their end, so that the angle stays within π/4.
    let share = octant % 2 == 0 ? rest : n - rest
    let angle = Double(share) / Double(n) * (0.25 * .pi)
    let (c, s) = kernel(angle)
    switch octant {
    case 0: return (c, s)
    case 1: return (s, c)
    case 2: return (-s, c)
    case 3: return (-c, s)
    case 4: return (-c, -s)
    case 5: return (-s, -c)
    case 6: return (s, -c)
    default: return (c, -s)
    }
  }

  /// Taylor's series on [0, π/4], to the last bit or two.
  private static func kernel(_ x: Double) -> (Double, Double) {
    let z = x * x
    var cosine = 0.0
    var sine = 0.0
    for (c, s) in zip(cosineSeries, sineSeries) {
      cosine = cosine * z + c
      sine = sine * z + s
    }
    return (1 - z * (0.5 - z * cosine), x - x * z * sine)
  }

  /// (-1)ʲ/(2j + 4)! and (-1)ʲ/(2j + 3)!, highest first.
  private static let cosineSeries: [Double] = [
    1 / 2_432_902_008_176_640_000, -1 / 6_402_373_705_728_000, 1 / 20_922_789_888_000, -1 / 87_178_291_200,
    1 / 479_001_600, -1 / 3_628_800, 1 / 40_320, -1 / 720, 1 / 24,
  ]
  private static let sineSeries: [Double] = [
    1 / 121_645_100_408_832_000, -1 / 355_687_428_096_000, 1 / 1_307_674_368_000, -1 / 6_227_020_800,
    1 / 39_916_800, -1 / 362_880, 1 / 5_040, -1 / 120, 1 / 6,
  ]
}
