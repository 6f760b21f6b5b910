/// What a parser does with the first defect it meets.
public enum ParseMode: Hashable, Sendable {
  /// Throw it.
  case strict
  /// Return it in the list of defects and keep the good rows.
  case lenient
}

/// What every parse is given: the mode, the limits and the dictionary that its rows are coded in.
public struct ParseContext: Sendable {
  /// Strict or lenient.
  public var mode: ParseMode
  /// What bounds time and memory.
  public var limits: Limits
  /// The dictionary of locations and products; share one between payloads that end up in one table.
  public var dictionary: ObservationDictionary

  /// Makes a context; a new dictionary is made unless one is given.
  public init(
    mode: ParseMode = .strict, limits: Limits = .default, dictionary: ObservationDictionary = ObservationDictionary()
  ) {
    self.mode = mode
    self.limits = limits
    self.dictionary = dictionary
  }
}

/// Collects defects in lenient mode and throws the first in strict mode: a parser reports each defect to it.
public struct DefectLog: Sendable {
  /// Strict or lenient.
  public let mode: ParseMode
  /// The payload or member name that is filled in where a defect does not name one.
  public let source: String?
  /// The most defects that are kept.
  public let limit: Int
  /// The defects so far, in the order of the payload.
  public private(set) var defects: [ParseError] = []

  /// Makes an empty log for one payload.
  public init(context: ParseContext, source: String? = nil) {
    self.mode = context.mode
    self.source = source
    self.limit = context.limits.maxDefects
  }

  /// Throws `defect` in strict mode, keeps it in lenient mode, and gives up past the limit.
  public mutating func record(_ defect: ParseError) throws(ParseError) {
    var defect = defect
    if defect.place.source == nil { defect.place.source = source }
    if mode == .strict { throw defect }
    guard defects.count < limit else {
      throw ParseError(.limitExceeded, at: defect.place, "more than \(limit) defects")
    }
    defects.append(defect)
  }
}

/// What one payload yields: observations, the defects that were met, and cells that were blank.
public struct ParsedPayload: Sendable {
  /// The feed that the payload belongs to.
  public let feed: Feed.ID
  /// The observations.
  public var table: ObservationTable
  /// The defects met in lenient mode, in the order of the payload.
  public var defects: [ParseError]
  /// How many cells for values were blank: missing, not zero, and not defects.
  public var blanks: Int

  /// Makes a result.
  public init(feed: Feed.ID, table: ObservationTable, defects: [ParseError] = [], blanks: Int = 0) {
    self.feed = feed
    self.table = table
    self.defects = defects
    self.blanks = blanks
  }
}
