/// One promise that an implementation broke.
public struct ConformanceFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the check.
  public let check: String
  /// What was expected and what came.
  public let message: String

  /// Makes a failure.
  public init(check: String, message: String) {
    self.check = check
    self.message = message
  }

  /// Name and message.
  public var description: String { "\(check): \(message)" }
}
