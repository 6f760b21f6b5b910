/// How the susceptance of a branch follows from its impedance when flow is made linear: the two ways in use differ by up to a
/// percent of a system's cost.
public enum SusceptanceConvention: String, Hashable, Sendable, Codable, CaseIterable {
  /// 1 / (x · tap), and phase shifts count: MATPOWER, PYPOWER, pandapower, and the shift factors of operators.
  case matpower
  /// x / (r² + x²), and taps and phase shifts are ignored: the DC form of PowerModels and of the published PGLib objectives.
  case powerModels

  /// The susceptance of a branch, per unit; negative for a negative reactance, infinite where there is no impedance.
  public func susceptance(of branch: Network.Branch) -> Double {
    let (r, x) = (branch.resistance, branch.reactance)
    return switch self {
    case .matpower: 1 / (x * branch.tap)
    case .powerModels: r == 0 ? 1 / x : x / (r * r + x * x)
    }
  }

  /// The phase shift that counts, radians: flow is susceptance times the difference of angles less this.
  public func shift(of branch: Network.Branch) -> Double {
    self == .matpower ? branch.shift * .pi / 180 : 0
  }
}
