import ByteFormats
import MarketData

extension CaseReader {
  /// Reads and works out a scalar expression: numbers, `Inf`, `NaN`, `pi`, `+ - * / ^`, parentheses, `sqrt`, variables, named columns, fields
  /// and their elements.
  ///
  /// - Parameter inMatrix: whether a sign between blanks and a number begins another element.
  /// - Throws: `malformed`, `notANumber`, `missingField`; `limitExceeded` for deeper nesting than the limits allow.
  mutating func expression(_ bytes: Span<UInt8>, inMatrix: Bool = false, depth: Int = 0) throws(ParseError) -> Double {
    var value = try product(bytes, inMatrix, depth)
    while let sign = nextSign(bytes, inMatrix) {
      let term = try product(bytes, inMatrix, depth)
      value = sign == UInt8(ascii: "+") ? value + term : value - term
    }
    return value
  }

  /// Passes over a sign between two terms and says which.
  private mutating func nextSign(_ bytes: Span<UInt8>, _ inMatrix: Bool) -> UInt8? {
    let start = scanner
    scanner.skipBlanks(bytes)
    guard let sign = scanner.byte(bytes), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
      scanner = start
      return nil
    }
    let isApart = scanner.offset > start.offset
    let isFollowedByBlank = scanner.byte(bytes, ahead: 1)?.isBlank ?? true
    if inMatrix, isApart, !isFollowedByBlank {
      scanner = start
      return nil
    }
    scanner.offset += 1
    return sign
  }

  /// A product of factors.
  private mutating func product(_ bytes: Span<UInt8>, _ inMatrix: Bool, _ depth: Int) throws(ParseError) -> Double {
    var value = try factor(bytes, inMatrix, depth)
    while let isDivision = nextFactor(bytes) {
      let next = try factor(bytes, inMatrix, depth)
      value = isDivision ? value / next : value * next
    }
    return value
  }

  /// Passes over `*`, `/`, `.*` or `./` and says whether it divides.
  mutating func nextFactor(_ bytes: Span<UInt8>) -> Bool? {
    let start = scanner
    scanner.skipBlanks(bytes)
    if scanner.byte(bytes) == UInt8(ascii: ".") { scanner.offset += 1 }
    switch scanner.byte(bytes) {
    case UInt8(ascii: "*"), UInt8(ascii: "/"):
      scanner.offset += 1
      return bytes[scanner.offset - 1] == UInt8(ascii: "/")
    default:
      scanner = start
      return nil
    }
  }

  /// A power with its sign: `-2^2` is -4, `2^-1` is a half, `2^3^2` is 64.
  mutating func factor(_ bytes: Span<UInt8>, _ inMatrix: Bool, _ depth: Int) throws(ParseError) -> Double {
    let isNegative = signs(bytes)
    var value = try primary(bytes, depth)
    while nextPower(bytes) {
      let isExponentNegative = signs(bytes)
      let exponent = try primary(bytes, depth)
      value = Self.power(value, isExponentNegative ? -exponent : exponent)
    }
    return isNegative ? -value : value
  }

  /// Passes over signs and says whether they make a number negative.
  private mutating func signs(_ bytes: Span<UInt8>) -> Bool {
    var isNegative = false
    while true {
      scanner.skipBlanks(bytes)
      switch scanner.byte(bytes) {
      case UInt8(ascii: "-"): isNegative.toggle()
      case UInt8(ascii: "+"): break
      default: return isNegative
      }
      scanner.offset += 1
    }
  }

  private mutating func nextPower(_ bytes: Span<UInt8>) -> Bool {
    let start = scanner
    scanner.skipBlanks(bytes)
    if scanner.byte(bytes) == UInt8(ascii: ".") { scanner.offset += 1 }
    guard scanner.byte(bytes) == UInt8(ascii: "^") else {
      scanner = start
      return false
    }
    scanner.offset += 1
    return true
  }

  /// A whole power by squaring, what case files have; NaN for another one.
  private static func power(_ base: Double, _ exponent: Double) -> Double {
    if exponent == 0.5 { return base.squareRoot() }
    guard let whole = Int(exactly: exponent), abs(whole) <= 1024 else { return .nan }
    var result = 1.0
    var square = base
    var rest = abs(whole)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return whole < 0 ? 1 / result : result
  }

  private mutating func primary(_ bytes: Span<UInt8>, _ depth: Int) throws(ParseError) -> Double {
    scanner.skipBlanks(bytes)
    guard depth < min(limits.maxNesting, 256) else {
      throw scanner.error(.limitExceeded, "deeper nesting", expected: "at most \(limits.maxNesting) levels")
    }
    guard let byte = scanner.byte(bytes) else {
      throw scanner.error(.truncated, "the end of the file", expected: "a number")
    }
    if byte == UInt8(ascii: "(") {
      scanner.offset += 1
      let value = try expression(bytes, depth: depth + 1)
      try close(bytes)
      return value
    }
    if byte.isDigit || byte == UInt8(ascii: ".") { return try number(bytes) }
    let start = scanner.offset
    guard let path = scanner.path(bytes) else {
      throw scanner.error(.notANumber, NetworkInput.excerpt(bytes, start, tokenEnd(start, bytes)), expected: "a number")
    }
    return try named(path, start, bytes, depth)
  }

  /// Reads a number without a sign.
  private mutating func number(_ bytes: Span<UInt8>) throws(ParseError) -> Double {
    let start = scanner.offset
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      let isSignOfExponent =
        (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")) && end > start
        && bytes[end - 1] | 0x20 == UInt8(ascii: "e")
      let isPoint = byte == UInt8(ascii: ".") && !(end + 1 < bytes.count && "*/^'".utf8.contains(bytes[end + 1]))
      guard byte.isDigit || isPoint || byte | 0x20 == UInt8(ascii: "e") || isSignOfExponent else { break }
      end += 1
    }
    guard let number = NumberScanner.double(bytes, ByteRange(start, end)) else {
      throw scanner.error(
        .notANumber, NetworkInput.excerpt(bytes, start, tokenEnd(start, bytes)), expected: "a number")
    }
    scanner.offset = end
    return number
  }

  /// The value of a name.
  private mutating func named(
    _ path: [String], _ start: Int, _ bytes: Span<UInt8>, _ depth: Int
  ) throws(ParseError) -> Double {
    let text = path.joined(separator: ".")
    if scanner.byte(bytes) == UInt8(ascii: "(") {
      if path == ["sqrt"] {
        scanner.offset += 1
        let value = try expression(bytes, depth: depth + 1)
        try close(bytes)
        return value.squareRoot()
      }
      return try element(of: key(path), try selection(bytes, depth: depth + 1), start)
    }
    switch text {
    case "Inf", "inf": return .infinity
    case "NaN", "nan": return .nan
    case "pi": return .pi
    default: break
    }
    if let constant = constants[text] { return constant }
    if case .number(let value)? = fields[key(path)] { return value }
    scanner.offset = start
    throw scanner.error(.notANumber, "\"\(text.prefix(40))\"", expected: "a number or a name that has one")
  }

  /// Passes over a closing parenthesis.
  func isClosing(_ bytes: Span<UInt8>) -> Bool { scanner.byte(bytes) == UInt8(ascii: ")") }

  private mutating func close(_ bytes: Span<UInt8>) throws(ParseError) {
    scanner.skipBlanks(bytes)
    guard isClosing(bytes) else {
      throw scanner.error(
        .malformed, NetworkInput.excerpt(bytes, scanner.offset, tokenEnd(scanner.offset, bytes)),
        expected: "a closing parenthesis")
    }
    scanner.offset += 1
  }

  /// The end of what would be one word, for messages.
  private func tokenEnd(_ start: Int, _ bytes: Span<UInt8>) -> Int {
    var end = start
    while end < bytes.count, end < start &+ 41, !bytes[end].isWhitespace, bytes[end] != UInt8(ascii: ";") { end &+= 1 }
    return max(end, min(start &+ 1, bytes.count))
  }
}
