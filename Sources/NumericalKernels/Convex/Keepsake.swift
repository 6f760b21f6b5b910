/// A copy of an interior point's iterate.
final class Keepsake {
  private let x: Scratch
  private let y: Scratch
  private let s: Scratch
  private let z: Scratch
  private var tau = 1.0
  private var kappa = 1.0
  private(set) var error = Double.infinity

  init(variables: Int, rows: Int, bounds: Int) {
    x = Scratch(variables)
    y = Scratch(rows)
    s = Scratch(bounds)
    z = Scratch(bounds)
  }

  func keep(_ point: InteriorPoint) {
    x.copy(from: point.x)
    y.copy(from: point.y)
    s.copy(from: point.s)
    z.copy(from: point.z)
    (tau, kappa, error) = (point.tau, point.kappa, point.optimalityError)
  }

  /// Puts the copy back, if one was kept.
  func restore(_ point: InteriorPoint) {
    guard error < .infinity else { return }
    point.x.copy(from: x)
    point.y.copy(from: y)
    point.s.copy(from: s)
    point.z.copy(from: z)
    (point.tau, point.kappa) = (tau, kappa)
  }
}
