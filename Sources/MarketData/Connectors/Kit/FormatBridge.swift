package import ByteFormats

extension Limits {
  /// The limits as the byte readers take them.
  package var format: FormatLimits {
    FormatLimits(
      maxFieldBytes: maxFieldBytes, maxFields: maxFields, maxRecords: maxRows, maxNesting: maxNesting,
      maxExpandedBytes: maxPayloadBytes, maxExpansionRatio: maxExpansionRatio, maxMembers: maxMembers)
  }
}

extension ParseError {
  /// A byte reader's error, in the terms of a connector's caller.
  package init(_ error: FormatError, source: String?) {
    let code: Code =
      switch error.code {
      case .unexpectedEnd, .truncated: .truncated
      case .tooManyFields, .fieldTooLong, .tooManyRecords, .nestingTooDeep, .expansionLimit, .tooManyMembers:
        .limitExceeded
      default: .malformed
      }
    self.init(
      code, at: Place(source: source, line: error.line, byteOffset: error.byteOffset), "\(error.code)",
      expected: error.expected)
  }
}

extension FeedPayload {
  /// Since when the payload's rows could be known: what the payload or its listing states, else the feed's documented lag.
  func publication(_ feed: Feed, stated: Instant? = nil) -> Publication {
    if let instant = stated ?? publishedAt { return .stated(instant) }
    return .inferred(feed.publication)
  }

  /// The provenance of rows read from this payload.
  func provenance(_ feed: Feed, parserVersion: UInt16 = 1) -> Provenance {
    Provenance(
      feed: feed.id, source: name, digest: digest, publicationBasis: .inferred, parserVersion: parserVersion)
  }
}
