/// Where log lines go: the host's logger.
///
/// Injected, never global; the default is silent.
public protocol LogSink: Sendable {
  /// Takes one event with a message and named values; never contains a secret.
  func log(_ level: LogLevel, _ message: String, _ values: [String: String])
}

/// How much a log line matters.
public enum LogLevel: Int, Sendable, Comparable {
  /// For the maintainer.
  case debug
  /// Ordinary progress.
  case info
  /// Something was retried, inferred or defective.
  case warning
  /// Something failed for good.
  case error

  /// Orders levels by weight.
  public static func < (lhs: LogLevel, rhs: LogLevel) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// Where counts and durations go: the host's metrics.
///
/// Injected, never global; the default is silent.
public protocol MetricsSink: Sendable {
  /// Adds to a counter.
  func increment(_ counter: String, by amount: Int, _ labels: [String: String])
  /// Records a duration or a size.
  func record(_ value: Double, for timer: String, _ labels: [String: String])
}

/// Logs nothing and measures nothing.
public struct SilentSink: LogSink, MetricsSink {
  /// Makes a silent sink.
  public init() {}
  /// Does nothing.
  public func log(_ level: LogLevel, _ message: String, _ values: [String: String]) {}
  /// Does nothing.
  public func increment(_ counter: String, by amount: Int, _ labels: [String: String]) {}
  /// Does nothing.
  public func record(_ value: Double, for timer: String, _ labels: [String: String]) {}
}
