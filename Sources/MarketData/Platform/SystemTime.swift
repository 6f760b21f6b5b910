#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The date as the operating system knows it.
public enum SystemTime {
  /// The current moment, to the second.
  @Sendable
  public static func now() -> Instant { Instant(secondsSince1970: Int64(time(nil))) }
}
