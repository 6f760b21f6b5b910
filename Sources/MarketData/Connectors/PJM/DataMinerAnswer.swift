import ByteFormats

/// Answers that are no data: error documents, pages of a gateway, the sentence of a throttled download.
enum DataMinerAnswer {
  /// The error that a JSON document without records states.
  static func error(in bytes: Span<UInt8>, source: String?, limits: FormatLimits) -> ParseError {
    let value: JSONValue
    do throws(FormatError) {
      value = try JSONValue.parse(bytes, limits: limits)
    } catch {
      return ParseError(error, source: source)
    }
    let first = value["errors"]?.asArray?.first ?? value["error"] ?? value
    let code = text(value["statusCode"]) ?? text(first["code"]) ?? text(value["status"])
    let message =
      text(first["message"]) ?? text(value["message"]) ?? text(value["title"]) ?? text(value["errors"])
      ?? text(value["error"])
    guard code != nil || message != nil else {
      return ParseError(
        .missingField, at: .init(source: source), "a JSON document without records", expected: "items")
    }
    return refusal(message ?? "an error document", code: code, source: source)
  }

  /// The error that plain text or a page states, where it is no data; `nil` for what may be a table.
  static func error(inText bytes: Span<UInt8>, source: String?) -> ParseError? {
    var start = 0
    while start < bytes.count, bytes[start].isWhitespace { start += 1 }
    guard start < bytes.count else { return ParseError(.empty, at: .init(source: source), "nothing but blanks") }
    let head = String(bytes, ByteRange(start, min(bytes.count, start + 600)))
    if bytes[start] == UInt8(ascii: "<") {
      return refusal(plainText(head), code: nil, source: source)
    }
    if isThrottleSentence(head) { return refusal(head, code: nil, source: source) }
    let firstLine = head.split(whereSeparator: \.isNewline).first.map(String.init) ?? head
    guard bytes.count < 2000, !firstLine.contains(",") || firstLine.contains(". ") else { return nil }
    return ParseError(
      .operatorError, at: .init(source: source), String(firstLine.prefix(200)), expected: "a table or JSON")
  }

  /// Whether text is the sentence that the file endpoints send, as a valid file, to those who ask too often.
  static func isThrottleSentence(_ text: String) -> Bool {
    let text = text.lowercased()
    return text.contains("throttle") || text.contains("rate limit is exceeded") || text.contains("too many requests")
      || text.contains("requested by this ip address has not been updated")
  }

  private static func refusal(_ message: String, code: String?, source: String?) -> ParseError {
    let isThrottled = code == "429" || isThrottleSentence(message)
    return ParseError(
      isThrottled ? .throttled : .operatorError, at: .init(source: source), String(message.prefix(300)),
      operatorCode: code ?? (isThrottled ? "429" : nil))
  }

  private static func text(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .number(_, let text): text
    default: nil
    }
  }

  /// The words of a page, without its tags.
  private static func plainText(_ page: String) -> String {
    var text = ""
    var isTag = false
    for character in page {
      if character == "<" { isTag = true }
      if !isTag { text.append(character.isNewline ? " " : character) }
      if character == ">" { isTag = false }
    }
    return text.split(separator: " ").joined(separator: " ")
  }
}
