import ByteFormats
import Testing

@Suite struct ZipArchiveTests {
  typealias Entry = ArchiveWriter.Entry

  /// The names and contents of all members.
  private func read(_ bytes: [UInt8], limits: FormatLimits = .default) throws(FormatError) -> [String] {
    let archive = try ZipArchive(bytes.span, limits: limits)
    var found: [String] = []
    for member in archive.members {
      found.append(member.name + "=" + String(decoding: try archive.extract(member, from: bytes.span), as: UTF8.self))
    }
    return found
  }

  private func entry(_ change: (inout Entry) -> Void) -> Entry {
    var entry = Entry("a.csv", "lmp\n31.19\n")
    change(&entry)
    return entry
  }

  @Test func `deflated and stored members are read`() throws {
    var stored = Entry("b.csv", "stored")
    stored.isDeflated = false
    let bytes = ArchiveWriter.zip([Entry("a.csv", "lmp\n31.19\n"), stored, Entry("empty"), Entry("folder/")])
    #expect(ZipArchive.looksLikeZip(bytes.span) == true)
    #expect(try read(bytes) == ["a.csv=lmp\n31.19\n", "b.csv=stored", "empty=", "folder/="])
    #expect(try ZipArchive(bytes.span).members.map(\.isDirectory) == [false, false, false, true])
    #expect(try ZipArchive(bytes.span).members.map(\.uncompressedSize) == [10, 6, 0, 0])
  }

  @Test func `an archive may be empty`() throws {
    let bytes = ArchiveWriter.zip([])
    #expect(ZipArchive.looksLikeZip(bytes.span) == true)
    #expect(try read(bytes).isEmpty)
  }

  @Test func `descriptors, 64-bit sizes, comments and bytes before the archive`() throws {
    let expected = ["a.csv=lmp\n31.19\n"]
    #expect(try read(ArchiveWriter.zip([entry { $0.usesDescriptor = true }])) == expected)
    #expect(try read(ArchiveWriter.zip([entry { $0.usesWideSizes = true }])) == expected)
    #expect(try read(ArchiveWriter.zip([entry { _ in }], comment: "PK and more")) == expected)
    #expect(try read(ArchiveWriter.zip([entry { _ in }], prefix: "#!/bin/sh\n".bytes)) == expected)
    #expect(
      try read(ArchiveWriter.zip([entry { $0.usesWideSizes = true }], prefix: [1, 2, 3], comment: "c")) == expected)
    #expect(try read(ArchiveWriter.zip([entry { _ in }]) + [0, 0]) == expected)
  }

  @Test func `names that are not UTF-8 are read as Windows-1252`() throws {
    #expect(try read(ArchiveWriter.zip([entry { $0.name = [0x50, 0xFC, 0x2E] }])) == ["Pü.=lmp\n31.19\n"])
  }

  @Test func `what cannot be read is told`() {
    let cases: [(Entry, FormatError.Code)] = [
      (entry { $0.flags = 1 }, .encrypted),
      (entry { $0.method = 12 }, .unsupportedCompression),
      (entry { $0.checksum = 7 }, .checksumMismatch),
      (entry { $0.declaredSize = 9 }, .checksumMismatch),
      (entry { $0.declaredSize = 11 }, .checksumMismatch),
      (entry { $0.rawData = [7, 7, 7] }, .malformed),
      (entry { $0.rawData = [] }, .truncated),
      (entry { $0.rawData = ArchiveWriter.deflated("lmp\n31.19\n".bytes) + [9] }, .malformed),
      (entry { $0.method = 0 }, .malformed),
      (entry { $0.headerOffset = 3 }, .malformed),
      (entry { $0.headerOffset = 1 << 30 }, .malformed),
    ]
    for (entry, expected) in cases {
      #expect(code(try read(ArchiveWriter.zip([entry]))) == expected)
    }
    #expect(code(try read([])) == .truncated)
    #expect(code(try read("Too many requests".bytes)) == .truncated)
  }

  @Test func `declared sizes are not trusted`() {
    let zeros = ArchiveWriter.deflatedZeros
    let honest = entry {
      $0.rawData = zeros
      $0.declaredSize = 2 << 20
    }
    #expect(code(try read(ArchiveWriter.zip([honest]))) == .expansionLimit)
    let modest = entry {
      $0.rawData = zeros
      $0.declaredSize = 1_000
    }
    #expect(code(try read(ArchiveWriter.zip([modest]))) == .checksumMismatch)
    let boast = entry { $0.declaredSize = .max - 1 }
    #expect(code(try read(ArchiveWriter.zip([boast]))) == .expansionLimit)
  }

  @Test func `members may not share bytes`() {
    let entries = [entry { _ in }, entry { $0.headerOffset = 0 }]
    #expect(code(try read(ArchiveWriter.zip(entries))) == .expansionLimit)
  }

  @Test func `members and the total size are bounded`() {
    let bytes = ArchiveWriter.zip((0..<5).map { Entry("\($0)", "12345678") })
    #expect(code(try read(bytes, limits: FormatLimits(maxMembers: 4))) == .tooManyMembers)
    #expect(code(try read(bytes, limits: FormatLimits(maxExpandedBytes: 39))) == .expansionLimit)
    #expect(code(try read(bytes, limits: FormatLimits(maxExpandedBytes: 40))) == nil)
  }

  @Test func `a member of another archive is an error, not a trap`() throws {
    let long = ArchiveWriter.zip([Entry("x", String(repeating: "y", count: 300)), Entry("z", "w")])
    let short = ArchiveWriter.zip([Entry("a", "b")])
    let archive = try ZipArchive(long.span)
    for member in archive.members {
      #expect(code(try archive.extract(member, from: short.span)) != nil)
    }
  }
}
