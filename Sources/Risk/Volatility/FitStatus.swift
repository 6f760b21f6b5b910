/// How the estimation of a model ended; new ways may be added.
public struct FitStatus: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The status's name, stable between releases.
  public let name: String

  private init(_ name: String) { self.name = name }

  /// The name.
  public var description: String { name }

  /// Whether the parameters are at a maximum of the likelihood.
  public var isConverged: Bool { self == .converged }

  /// The likelihood is at a maximum, within the bounds of the parameters.
  public static let converged = FitStatus("converged")
  /// The iterations ran out; the parameters are the last ones.
  public static let iterationLimit = FitStatus("iterationLimit")
  /// No step raised the likelihood although it is at no maximum; the parameters are the best ones found.
  public static let stalled = FitStatus("stalled")
}
