/// The instants at which a local clock shows a given time: none where the clock skips it, two where it repeats it.
public enum LocalInstants: Hashable, Sendable {
  /// The clock skips this time; it moves forward at `clockMovesAt`.
  case none(clockMovesAt: Instant)
  /// The clock shows this time once.
  case one(Instant)
  /// The clock shows this time twice.
  case two(first: Instant, second: Instant)

  /// The instant that `occurrence` picks, or `nil` where there is no such instant.
  ///
  /// - `.only` refuses a time that is shown twice;
  /// - `.first` takes the first of two and the only one of one;
  /// - `.second` takes the second of two and refuses a time that is shown once.
  public subscript(occurrence: LocalOccurrence) -> Instant? {
    switch (self, occurrence) {
    case (.one(let instant), .only), (.one(let instant), .first): instant
    case (.two(let first, _), .first): first
    case (.two(_, let second), .second): second
    default: nil
    }
  }
}

/// Which of the two times is meant where a clock shows the same time twice.
public enum LocalOccurrence: Hashable, Sendable {
  /// The label says nothing: only a time that the clock shows once is meant.
  case only
  /// The earlier one, before the clock goes back.
  case first
  /// The later one, after the clock went back.
  case second
}
