/// Whether a fuel's energy counts the heat of the water vapour in its exhaust.
public enum HeatingValueBasis: String, Hashable, Sendable {
  /// The higher (gross) heating value, which counts that heat: what gas is billed by.
  case higher = "HHV"
  /// The lower (net) heating value, which does not: what turbine efficiencies in Europe refer to.
  case lower = "LHV"
}
