import ByteFormats
import Testing

@Suite struct GzipTests {
  private func decompress(_ bytes: [UInt8], limits: FormatLimits = .default) throws(FormatError) -> [UInt8] {
    try Gzip.decompress(bytes.span, limits: limits)
  }

  @Test func `a file by another program is read`() throws {
    // printf 'Node,LMP\nHB_NORTH,30.72\n' | gzip -9n
    let bytes: [UInt8] = [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xf3, 0xcb, 0x4f, 0x49, 0xd5, 0xf1,
      0xf1, 0x0d, 0xe0, 0xf2, 0x70, 0x8a, 0xf7, 0xf3, 0x0f, 0x0a, 0xf1, 0xd0, 0x31, 0x36, 0xd0, 0x33,
      0x37, 0xe2, 0x02, 0x00, 0xba, 0x4d, 0xd5, 0xcd, 0x18, 0x00, 0x00, 0x00,
    ]
    #expect(Gzip.looksLikeGzip(bytes.span) == true)
    #expect(try decompress(bytes) == "Node,LMP\nHB_NORTH,30.72\n".bytes)
  }

  @Test func `what was written is read back`() throws {
    for contents in ["", "a", "lmp\n31.19", String(repeating: "0", count: 200_000)] {
      #expect(try decompress(ArchiveWriter.gzip(contents.bytes)) == contents.bytes)
    }
  }

  @Test func `members follow each other, and zeros may fill up the rest`() throws {
    let bytes = ArchiveWriter.gzip("ab".bytes) + ArchiveWriter.gzip([]) + ArchiveWriter.gzip("cd".bytes) + [0, 0, 0]
    #expect(try decompress(bytes) == "abcd".bytes)
  }

  @Test func `defects are told apart`() {
    let sound = ArchiveWriter.gzip("lmp\n31.19\n".bytes)
    var wrongSum = sound
    wrongSum[sound.count - 8] ^= 1
    var wrongSize = sound
    wrongSize[sound.count - 1] ^= 1
    var wrongMethod = sound
    wrongMethod[2] = 7
    var wrongBlock = sound
    wrongBlock[10] = 7
    #expect(code(try decompress(wrongSum)) == .checksumMismatch)
    #expect(code(try decompress(wrongSize)) == .checksumMismatch)
    #expect(code(try decompress(wrongMethod)) == .unsupportedCompression)
    #expect(code(try decompress(wrongBlock)) == .malformed)
    #expect(code(try decompress(sound + [0, 7])) == .malformed)
    #expect(code(try decompress("a,b\n".bytes)) == .malformed)
    for count in 2..<sound.count {
      #expect(code(try decompress(Array(sound[..<count]))) == .truncated)
    }
  }

  @Test func `growth is bounded by size, ratio and members`() {
    let bomb = ArchiveWriter.gzip(deflated: ArchiveWriter.deflatedZeros, checksum: 0, size: 0)
    #expect(code(try decompress(bomb)) == .expansionLimit)
    let trusting = FormatLimits(maxExpansionRatio: 2_000)
    #expect(code(try decompress(bomb, limits: trusting)) == .checksumMismatch)
    let small = ArchiveWriter.gzip([UInt8](repeating: 65, count: 5_000))
    let limits = FormatLimits(maxExpandedBytes: 4_999)
    #expect(code(try decompress(small, limits: limits)) == .expansionLimit)
    let many = [[UInt8]](repeating: ArchiveWriter.gzip([]), count: 5).flatMap { $0 }
    #expect(code(try decompress(many, limits: FormatLimits(maxMembers: 4))) == .tooManyMembers)
  }
}
