/// How much of a payload is read before it is refused: what bounds time and memory on hostile input.
public struct Limits: Hashable, Sendable {
  /// The largest payload accepted, in bytes, before and after expansion.
  public var maxPayloadBytes = 2_000_000_000
  /// The most observations that one payload may yield.
  public var maxRows = 100_000_000
  /// The longest field of a delimited file, in bytes.
  public var maxFieldBytes = 1_000_000
  /// The most fields in one record of a delimited file.
  public var maxFields = 4096
  /// The deepest nesting of JSON and XML.
  public var maxNesting = 64
  /// The most members of an archive.
  public var maxMembers = 10_000
  /// The largest ratio of expanded to compressed size of an archive member.
  public var maxExpansionRatio = 500
  /// The most defects that lenient parsing collects before it gives up.
  public var maxDefects = 100_000

  /// Makes the default limits; set what should differ.
  public init() {}

  /// The default limits.
  public static let `default` = Limits()
}
