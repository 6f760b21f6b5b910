import MarketData

extension CurveShock.Size: Codable {
  private enum Key: CodingKey { case absolute, relative }

  /// Reads `{"absolute": 5}` or `{"relative": 0.1}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch (
      try container.decodeIfPresent(Double.self, forKey: .absolute),
      try container.decodeIfPresent(Double.self, forKey: .relative)
    ) {
    case (let value?, nil): self = .absolute(value)
    case (nil, let value?): self = .relative(value)
    default: throw CurveError(.malformed, found: "a size that is neither or both", expected: "absolute or relative")
    }
  }

  /// Writes the number under its kind.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(value, forKey: isRelative ? .relative : .absolute)
  }
}

extension CurveShock: Codable {
  private enum Key: CodingKey { case kind, size, from, to, front, back, start, end, values, isRelative }

  private enum Kind: String, Codable { case parallel, tenor, twist, span, months, hours }

  /// Reads a shock: its kind, and what that kind has.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func number(_ key: Key) throws -> Double { try container.decode(Double.self, forKey: key) }
    func size(_ key: Key) throws -> Size { try container.decode(Size.self, forKey: key) }
    switch try container.decode(Kind.self, forKey: .kind) {
    case .parallel: self = try .parallel(size(.size))
    case .tenor: self = try .tenor(from: number(.from), to: number(.to), size(.size))
    case .twist:
      self = try .twist(front: size(.front), at: number(.from), back: size(.back), until: number(.to))
    case .span:
      let (start, end) = (
        try container.decode(Instant.self, forKey: .start), try container.decode(Instant.self, forKey: .end)
      )
      guard let span = DeliveryInterval(start: start, end: end) else {
        throw CurveError(.malformed, found: "\(start) to \(end)", expected: "an end after the start")
      }
      self = try .span(span, size(.size))
    case .months:
      self = try .months(
        container.decode([Double].self, forKey: .values), isRelative: container.decode(Bool.self, forKey: .isRelative))
    case .hours:
      self = try .hours(
        container.decode([Double].self, forKey: .values), isRelative: container.decode(Bool.self, forKey: .isRelative))
    }
  }

  /// Writes the kind, and what that kind has.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .parallel(let size):
      try container.encode(Kind.parallel, forKey: .kind)
      try container.encode(size, forKey: .size)
    case .tenor(let from, let to, let size):
      try container.encode(Kind.tenor, forKey: .kind)
      try container.encode(from, forKey: .from)
      try container.encode(to, forKey: .to)
      try container.encode(size, forKey: .size)
    case .twist(let front, let from, let back, let to):
      try container.encode(Kind.twist, forKey: .kind)
      try container.encode(front, forKey: .front)
      try container.encode(from, forKey: .from)
      try container.encode(back, forKey: .back)
      try container.encode(to, forKey: .to)
    case .span(let span, let size):
      try container.encode(Kind.span, forKey: .kind)
      try container.encode(span.start, forKey: .start)
      try container.encode(span.end, forKey: .end)
      try container.encode(size, forKey: .size)
    case .months(let values, let isRelative), .hours(let values, let isRelative):
      if case .months = self {
        try container.encode(Kind.months, forKey: .kind)
      } else {
        try container.encode(Kind.hours, forKey: .kind)
      }
      try container.encode(values, forKey: .values)
      try container.encode(isRelative, forKey: .isRelative)
    }
  }
}
