import ByteFormats

/// What all of MISO's JSON documents have in common, and the answers that hold no data.
enum MISODocument {
  /// Throws when a payload is an error page or an error document instead of data.
  ///
  /// The reports' file store answers with HTML or XML, the old displays with `{"error": "no data"}`, the Data Exchange
  /// with `{"statusCode": 429, "message": "Rate limit is exceeded. ..."}`.
  static func refuseErrors(_ member: FeedPayload, _ context: ParseContext) throws(ParseError) {
    let bytes = member.bytes.span
    guard let first = MISORecognition.firstByte(bytes) else {
      throw ParseError(.empty, at: .init(source: member.name), "nothing but white space")
    }
    if first == UInt8(ascii: "<") {
      let text = String(bytes, ByteRange(0, 512))
      let code = text.split(separator: "<Code>").dropFirst().first.map { String($0.prefix { $0 != "<" }) }
      throw ParseError(
        .operatorError, at: .init(source: member.name, line: 1), "a page instead of data: \"\(text.prefix(60))\"",
        expected: "a report", operatorCode: code)
    }
    guard first == UInt8(ascii: "{"), member.bytes.count <= 4096 else { return }
    guard let document = try? JSONValue.parse(bytes, limits: context.limits.format) else { return }
    let message = document.member("error")?.asString ?? document.member("message")?.asString
    let code = document.member("statusCode")?.text ?? document.member("code")?.text
    guard message != nil || code != nil, document.member("data") == nil else { return }
    let isThrottled = code == "429" || (message ?? "").lowercased().contains("rate limit")
    throw ParseError(
      isThrottled ? .throttled : .operatorError, at: .init(source: member.name),
      message.map { String($0.prefix(200)) } ?? "",
      operatorCode: code)
  }

  /// The whole of a small document.
  static func read(_ member: FeedPayload, _ context: ParseContext) throws(ParseError) -> JSONValue {
    do throws(FormatError) {
      return try JSONValue.parse(member.bytes.span, limits: context.limits.format)
    } catch {
      throw ParseError(error, source: member.name)
    }
  }
}

extension JSONValue {
  /// The first member whose name is `key` but for capitals: MISO prints `GenRegMCP` beside `StrMcp`.
  func member(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    if let exact = members.first(where: { $0.key == key }) { return exact.value }
    let key = key.lowercased()
    return members.first { $0.key.lowercased() == key }?.value
  }

  /// The text of a string or a number; `nil` for anything else and for nothing but blanks.
  var text: String? {
    switch self {
    case .string(let text), .number(_, let text):
      let text = text.trimmedOfBlanks
      return text.isEmpty ? nil : text
    default: return nil
    }
  }

  /// Whether this is `null` or a string of blanks: a value that is missing.
  var isBlank: Bool {
    switch self {
    case .null: true
    case .string(let text): text.trimmedOfBlanks.isEmpty
    default: false
    }
  }

  /// The number that a string or number holds, thousands grouped by commas or not.
  var price: Double? {
    if let plain = asDouble { return plain }
    guard let text, text.contains(",") else { return nil }
    let bytes = Array(text.utf8)
    return NumberScanner.double(
      bytes.span, ByteRange(0, bytes.count), thousands: UInt8(ascii: ","), decimalMark: UInt8(ascii: "."))
  }
}
