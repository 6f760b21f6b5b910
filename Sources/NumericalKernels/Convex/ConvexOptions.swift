/// What a solve of a convex program may take, and when it is done.
public struct ConvexOptions: Hashable, Sendable {
  /// The tolerance on residuals and gap, relative to the size of what they are differences of; 1e-8 unless set.
  public var tolerance = 1e-8
  /// The greatest relative residual of a certificate of infeasibility; 1e-8 unless set.
  public var infeasibilityTolerance = 1e-8
  /// The most iterations; 200 unless set.
  public var iterationLimit = 200
  /// The longest time, measured on the system's continuous clock; none unless set.
  public var timeLimit: Duration?

  /// Makes the defaults.
  public init() {}
}
