/// How a dispatch is to be found, and what the search may take.
public struct DispatchOptions: Hashable, Sendable, Codable {
  /// Which method is used.
  public enum Approach: String, Hashable, Sendable, Codable {
    /// The dynamic programme where it holds all terms of the problem, else the linear or mixed-integer program.
    case automatic
    /// The dynamic programme; a problem that it cannot hold is refused.
    case programme
    /// The linear or mixed-integer program.
    case program
  }

  /// Which method is used; `automatic` unless set.
  public var approach = Approach.automatic
  /// The relative gap at which a schedule counts as optimal where rounding does not settle it; 1e-9 unless set.
  public var gap = 1e-9
  /// The most straight pieces of a value function that is not concave, before neighbouring ones are joined; 20,000 unless set.
  ///
  /// Joining loses value, at most what the schedule's bound then shows.
  public var pieceLimit = 20_000
  /// The longest time of a search, seconds: of a general program, and of the dynamic programme for the step and state where a cycle begins
  /// if the value function is not concave, which then keeps the best cycle it has with its gap; none unless set.
  public var timeLimit: Double?

  /// Makes the defaults.
  public init() {}

  func check() throws(StorageError) {
    try InputCheck.within(0...1, gap, "options.gap")
    try InputCheck.within(16...1e7, Double(pieceLimit), "options.pieceLimit")
    if let timeLimit { try InputCheck.within(0...1e9, timeLimit, "options.timeLimit") }
  }
}
