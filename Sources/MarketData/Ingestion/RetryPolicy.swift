/// How often and after which waits a failed fetch is tried again: exponential back-off with jitter.
///
///     RetryPolicy(maxAttempts: 4, baseSeconds: 1, factor: 2, capSeconds: 60, jitter: 0.5, seed: 7)
///     // waits about 1, 2 and 4 seconds, each shortened by up to half
public struct RetryPolicy: Hashable, Sendable {
  /// The most tries of one request, the first included; at least 1.
  public var maxAttempts: Int
  /// The wait after the first failure, in seconds.
  public var baseSeconds: Double
  /// What each further wait is multiplied by.
  public var factor: Double
  /// The longest wait of the back-off, in seconds.
  public var capSeconds: Double
  /// The share of a wait, from 0 to 1, by which it is shortened at random.
  public var jitter: Double
  /// The longest wait that the other side may ask for, in seconds; a request that is asked to wait longer fails.
  public var longestRetryAfterSeconds: Double
  /// The seed of the jitter: equal seeds give equal waits, whatever runs at the same time.
  public var seed: UInt64

  /// Makes a policy; without a seed the jitter differs from run to run.
  public init(
    maxAttempts: Int = 5, baseSeconds: Double = 1, factor: Double = 2, capSeconds: Double = 60, jitter: Double = 0.5,
    longestRetryAfterSeconds: Double = 900, seed: UInt64? = nil
  ) {
    self.maxAttempts = max(1, maxAttempts)
    self.baseSeconds = baseSeconds
    self.factor = factor
    self.capSeconds = capSeconds
    self.jitter = jitter
    self.longestRetryAfterSeconds = longestRetryAfterSeconds
    self.seed = seed ?? .random(in: .min ... .max)
  }

  /// One try, no waits.
  public static let never = RetryPolicy(maxAttempts: 1, seed: 0)

  /// The seconds to wait after the failed try number `attempt`, counted from 1, of the request number `request`; `nil`
  /// when there is to be no further try.
  ///
  /// A wait that the other side asked for is a lower bound and is not shortened. No wait is longer than a year, whatever the
  /// settings say.
  public func wait(afterAttempt attempt: Int, ofRequest request: Int, retryAfterSeconds: Double? = nil) -> Double? {
    guard attempt < maxAttempts else { return nil }
    var wait = max(0, baseSeconds)
    for _ in 1..<max(1, attempt) where wait < capSeconds { wait *= factor }
    wait = min(wait, capSeconds) * (1 - min(max(jitter, 0), 1) * uniform(request, attempt))
    if let asked = retryAfterSeconds, asked.isFinite {
      if asked > longestRetryAfterSeconds { return nil }
      wait = max(wait, asked)
    }
    return wait.isNaN ? RetryPolicy.longestSeconds : min(max(wait, 0), RetryPolicy.longestSeconds)
  }

  /// A year: a duration, unlike a number, cannot be endless.
  private static let longestSeconds: Double = 31_536_000

  /// A number in [0, 1) that depends on seed, request and attempt only.
  private func uniform(_ request: Int, _ attempt: Int) -> Double {
    var mixed = seed &+ UInt64(truncatingIfNeeded: request) &* 0x9e37_79b9_7f4a_7c15
    mixed = mixed &+ UInt64(truncatingIfNeeded: attempt) &* 0xd1b5_4a32_d192_ed03
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return Double((mixed ^ mixed >> 31) >> 11) * 0x1p-53
  }
}
