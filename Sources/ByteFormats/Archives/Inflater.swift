internal import CCarbon254Zlib

#if canImport(Glibc)
  internal import Glibc
#endif

/// Expands deflated bytes within limits.
///
/// Room is reserved for the declared size, as far as deflate could fill it; memory is touched only by what is really expanded.
struct Inflater {
  /// How the compressed bytes are wrapped.
  enum Wrapper {
    /// Nothing around them, as in a zip archive.
    case none
    /// Gzip headers and checksums, which zlib checks; several members may follow each other.
    case gzip
  }

  /// The most bytes that deflate makes of one: 258 bytes for two bits (RFC 1951).
  private static let mostExpansion = 1032

  /// The most bytes that are expanded before limits are checked again.
  private static let step = 1 << 17

  let wrapper: Wrapper
  let limits: FormatLimits
  /// The size that the archive declares; more is an error.
  var declaredSize: Int?

  /// Expands the bytes of `range`, which must be used up to the end.
  ///
  /// - Complexity: linear in the output. Throws as soon as a limit is passed.
  func expand(_ range: ByteRange, of bytes: Span<UInt8>) throws(FormatError) -> [UInt8] {
    let range = range.clamped(to: bytes.count)
    return try bytes.withUnsafeBufferPointer { (buffer) throws(FormatError) -> [UInt8] in
      var stream = z_stream()
      // zlib keeps the address of the stream, so that it must not move between these calls.
      return try withUnsafeMutablePointer(to: &stream) { (stream) throws(FormatError) -> [UInt8] in
        let windowBits: CInt = wrapper == .gzip ? 16 + MAX_WBITS : -MAX_WBITS
        let size = CInt(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, windowBits, ZLIB_VERSION, size) == Z_OK else {
          throw FormatError(.malformed, at: range.start, expected: "a zlib that this program was built for")
        }
        defer { inflateEnd(stream) }
        return try run(stream, UnsafeBufferPointer(rebasing: buffer[range.start..<range.end]), at: range.start)
      }
    }
  }

  private func run(
    _ stream: UnsafeMutablePointer<z_stream>, _ input: UnsafeBufferPointer<UInt8>, at start: Int
  ) throws(FormatError) -> [UInt8] {
    var output: [UInt8] = []
    let mostPossible = input.count.multipliedReportingOverflow(by: Inflater.mostExpansion)
    if let declaredSize, !mostPossible.overflow {
      // One byte more than is declared shows whether there is more, without moving what is there.
      output.reserveCapacity(max(0, min(declaredSize, mostPossible.partialValue, limits.maxExpandedBytes)) &+ 1)
      Inflater.adviseHugePages(&output)
    }
    var consumed = 0
    var members = 1
    while true {
      let given = min(input.count &- consumed, 1 << 30)
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.advanced(by: consumed))
      stream.pointee.avail_in = UInt32(given)
      var status = Z_OK
      let room = output.capacity &- output.count
      output.append(addingCapacity: room > 0 ? min(room, Inflater.step) : Inflater.step) { free in
        free.withUnsafeMutableBufferPointer { free, count in
          let length = min(free.count, Inflater.step)
          stream.pointee.next_out = free.baseAddress
          stream.pointee.avail_out = UInt32(length)
          status = inflate(stream, Z_NO_FLUSH)
          count = length &- Int(stream.pointee.avail_out)
        }
      }
      consumed &+= given &- Int(stream.pointee.avail_in)
      let place = start &+ consumed
      try checkSize(output.count, from: consumed, at: place)

      switch status {
      case Z_OK:
        continue
      case Z_STREAM_END:
        guard try hasNextMember(UnsafeBufferPointer(rebasing: input[consumed...]), at: place) else { return output }
        members &+= 1
        guard members <= limits.maxMembers else {
          throw FormatError(.tooManyMembers, at: place, expected: "at most \(limits.maxMembers) members")
        }
        inflateReset(stream)
      case Z_BUF_ERROR:
        throw FormatError(.truncated, at: place, expected: "more compressed bytes")
      case Z_NEED_DICT:
        throw FormatError(.unsupportedCompression, at: place, expected: "deflate without a dictionary")
      default:
        throw failure(stream.pointee.msg.map { String(cString: $0) }, at: place)
      }
    }
  }

  /// Asks for huge pages under the room of a large output: else every four kilobytes of it cost a fault.
  private static func adviseHugePages(_ output: inout [UInt8]) {
    #if canImport(Glibc)
      let capacity = output.capacity
      guard capacity >= 1 << 23 else { return }
      output.withUnsafeMutableBytes { bytes in
        let page = 4096
        guard let base = bytes.baseAddress else { return }
        let skipped = (page &- Int(bitPattern: base) % page) % page
        _ = madvise(base + skipped, (capacity &- skipped) & ~(page &- 1), MADV_HUGEPAGE)
      }
    #endif
  }

  /// Checks the size of the output so far against the limits and the declared size.
  private func checkSize(_ size: Int, from consumed: Int, at place: Int) throws(FormatError) {
    if let declaredSize, size > declaredSize {
      throw FormatError(.checksumMismatch, at: place, expected: "the declared \(declaredSize) expanded bytes, not more")
    }
    guard size <= limits.maxExpandedBytes else {
      throw FormatError(.expansionLimit, at: place, expected: "at most \(limits.maxExpandedBytes) expanded bytes")
    }
    guard size <= FormatLimits.ratioFreeBytes || size / max(consumed, 1) <= limits.maxExpansionRatio else {
      throw FormatError(
        .expansionLimit, at: place, expected: "at most \(limits.maxExpansionRatio) expanded bytes for each one")
    }
  }

  /// Whether `rest`, behind a member, begins another one; zeros that fill up a block are passed over.
  private func hasNextMember(_ rest: UnsafeBufferPointer<UInt8>, at place: Int) throws(FormatError) -> Bool {
    if wrapper == .gzip, rest.count >= 2, rest[0] == 0x1F, rest[1] == 0x8B { return true }
    guard let junk = rest.firstIndex(where: { $0 != 0 || wrapper == .none }) else { return false }
    throw FormatError(.malformed, at: place &+ junk, expected: "nothing behind the compressed bytes")
  }

  private func failure(_ message: String?, at place: Int) -> FormatError {
    switch message {
    case "incorrect data check", "incorrect length check":
      FormatError(.checksumMismatch, at: place, expected: "bytes that match the checksum and length")
    case "unknown compression method":
      FormatError(.unsupportedCompression, at: place, expected: "deflate")
    default:
      FormatError(.malformed, at: place, expected: "deflated bytes (zlib: \(message ?? "no message"))")
    }
  }
}
