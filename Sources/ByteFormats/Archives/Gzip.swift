/// Reads gzip files (RFC 1952).
package enum Gzip {
  /// Whether `bytes` begin as a gzip file does.
  package static func looksLikeGzip(_ bytes: Span<UInt8>) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
  }

  /// The expanded bytes of all members of a gzip file.
  ///
  /// - Throws: ``FormatError`` with the code `malformed`, `truncated`, `checksumMismatch`, `unsupportedCompression`,
  ///   `expansionLimit` or `tooManyMembers`.
  package static func decompress(
    _ bytes: Span<UInt8>, limits: FormatLimits = .default
  ) throws(FormatError) -> [UInt8] {
    guard looksLikeGzip(bytes) else { throw FormatError(.malformed, at: 0, expected: "a gzip header") }
    return try Inflater(wrapper: .gzip, limits: limits).expand(ByteRange(0, bytes.count), of: bytes)
  }
}
