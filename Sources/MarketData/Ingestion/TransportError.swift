/// Why the embedded transports could not answer a request.
public struct TransportError: RetryAdvice, Hashable, CustomStringConvertible {
  /// The reason; new ones may be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    let name: String

    /// The code's name.
    public var description: String { name }

    /// There is no such file, or no answer for the request.
    public static let notFound = Code(name: "not-found")
    /// The name is absolute, has `..` in it, or leads out of the folder.
    public static let refused = Code(name: "refused")
    /// The file is larger than the transport's limit.
    public static let tooLarge = Code(name: "too-large")
    /// The operating system refused to read.
    public static let unreadable = Code(name: "unreadable")
    /// The other side asked to wait.
    public static let throttled = Code(name: "throttled")
    /// The other side could not be reached, or broke off.
    public static let unavailable = Code(name: "unavailable")
  }

  /// The reason.
  public let code: Code
  /// What is wrong, in words.
  public let message: String
  /// Whether another try can help.
  public let isRetryable: Bool
  /// How long the other side asked to wait, in seconds.
  public let retryAfterSeconds: Double?

  /// Makes an error; retryable only when said so.
  public init(_ code: Code, _ message: String, isRetryable: Bool = false, retryAfterSeconds: Double? = nil) {
    self.code = code
    self.message = message
    self.isRetryable = isRetryable
    self.retryAfterSeconds = retryAfterSeconds
  }

  /// Code and message.
  public var description: String { "\(code): \(message)" }
}
