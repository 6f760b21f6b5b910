import ByteFormats
import MarketData

/// What every reader does with its bytes before and after reading.
enum NetworkInput {
  /// Runs `read` on the bytes, expanded where they are gzip.
  ///
  /// - Throws: `empty`, `limitExceeded` and what gzip has to say; what `read` throws.
  static func expanded<Value>(
    _ bytes: Span<UInt8>, source: String?, limits: Limits, _ read: (Span<UInt8>) throws(ParseError) -> Value
  ) throws(ParseError) -> Value {
    try check(bytes, source, limits)
    guard Gzip.looksLikeGzip(bytes) else { return try read(bytes) }
    let plain: [UInt8]
    do throws(FormatError) {
      plain = try Gzip.decompress(bytes, limits: limits.format)
    } catch {
      throw ParseError(error, source: source)
    }
    try check(plain.span, source, limits)
    return try read(plain.span)
  }

  private static func check(_ bytes: Span<UInt8>, _ source: String?, _ limits: Limits) throws(ParseError) {
    guard !bytes.isEmpty else { throw ParseError(.empty, at: .init(source: source), "no bytes") }
    guard bytes.count <= limits.maxPayloadBytes else {
      throw ParseError(
        .limitExceeded, at: .init(source: source), "\(bytes.count) bytes", expected: "at most \(limits.maxPayloadBytes)"
      )
    }
  }

  /// Makes the network of elements that a reader has checked one by one.
  static func network(
    source: String?, _ make: () throws(NodalError) -> Network
  ) throws(ParseError) -> Network {
    do throws(NodalError) {
      return try make()
    } catch {
      throw ParseError(
        .inconsistent, at: .init(source: source, index: error.index), error.found, expected: error.expected)
    }
  }

  /// A short excerpt of the input for a message.
  static func excerpt(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> String {
    let text = String(bytes, ByteRange(start, min(end, start &+ 40)))
    return end &- start > 40 ? "\"\(text)...\"" : "\"\(text)\""
  }
}
