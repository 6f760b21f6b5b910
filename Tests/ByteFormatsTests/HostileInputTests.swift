import ByteFormats
import Testing

/// Whatever the bytes are, the readers end with a result or an error whose place lies in the input.
@Suite struct HostileInputTests {
  struct Reader: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sample: [UInt8]
    let read: @Sendable ([UInt8]) throws(FormatError) -> Void
  }

  static let readers: [Reader] = [
    Reader(
      testDescription: "CSV",
      sample: "\u{FEFF}Node,\"a, \"\"b\"\"\",HE 1\r\nHB_NORTH,\"x\ny\",  30.72\n\nlast,\"\",-.5".bytes,
      read: { bytes throws(FormatError) in
        let (good, errors) = lenientRecords(bytes)
        _ = good.flatMap { $0 }.map { NumberScanner.double($0) }
        if let error = errors.first { throw error }
      }),
    Reader(
      testDescription: "JSON",
      sample:
        #"{"items":[{"t":"2024-01-01T00:00","v":-31.5e+2,"n":null},{"t":"\u00e9\ud83d\ude00\"","v":0}],"ok":true}"#
        .bytes,
      read: { bytes throws(FormatError) in
        _ = try tokens(bytes)
        _ = try JSONValue.parse(bytes.span)
      }),
    Reader(
      testDescription: "XML",
      sample: #"<?xml version="1.0"?><!-- c --><x:D a="1" b='&lt;'><P>31.5 &amp; &#65;</P><E/><![CDATA[<&>]]></x:D>"#
        .bytes,
      read: { bytes throws(FormatError) in _ = try events(bytes) }),
    Reader(
      testDescription: "zip",
      sample: sampleArchive,
      read: { bytes throws(FormatError) in
        let archive = try ZipArchive(bytes.span)
        for member in archive.members { _ = try archive.extract(member, from: bytes.span) }
      }),
    Reader(
      testDescription: "gzip",
      sample: ArchiveWriter.gzip("Node,LMP\nHB_NORTH,30.72\n".bytes) + ArchiveWriter.gzip("more".bytes),
      read: { bytes throws(FormatError) in _ = try Gzip.decompress(bytes.span) }),
    Reader(
      testDescription: "text",
      sample: [0xFF, 0xFE, 0x61, 0x00, 0xAC, 0x20, 0x3D, 0xD8, 0x00, 0xDE],
      read: { bytes throws(FormatError) in
        if !TextEncoding.isValidUTF8(TextEncoding.normalised(bytes).span) {
          throw FormatError(.malformed, at: -1, expected: "UTF-8")
        }
      }),
  ]

  private static var sampleArchive: [UInt8] {
    var stored = ArchiveWriter.Entry("b.csv", "stored")
    stored.isDeflated = false
    stored.usesWideSizes = true
    return ArchiveWriter.zip([.init("a.csv", "Node,LMP\nHB_NORTH,30.72\n"), stored], comment: "note")
  }

  /// Reads, and checks the place of an error.
  private func check(_ reader: Reader, _ bytes: [UInt8]) {
    guard let error = failure(try reader.read(bytes)) else { return }
    if !(0...bytes.count).contains(error.byteOffset) || error.expected.isEmpty {
      Issue.record("\(reader.testDescription): \(error) in \(bytes)")
    }
  }

  @Test(arguments: readers) func `the sample itself is sound`(reader: Reader) throws {
    try reader.read(reader.sample)
  }

  @Test(arguments: readers) func `a sample cut at every byte`(reader: Reader) {
    for count in 0..<reader.sample.count {
      check(reader, Array(reader.sample[..<count]))
      check(reader, Array(reader.sample[count...]))
    }
  }

  @Test(arguments: readers) func `a sample with every bit turned`(reader: Reader) {
    for index in reader.sample.indices {
      for bit in 0..<8 {
        var bytes = reader.sample
        bytes[index] ^= 1 << bit
        check(reader, bytes)
      }
    }
  }

  @Test(arguments: readers) func `samples with bytes changed, taken out and put in`(reader: Reader) {
    var generator = SeededGenerator(seed: 254)
    let marks: [UInt8] = [0, 0x09, 0x0A, 0x0D, 0x22, 0x26, 0x2C, 0x3C, 0x3E, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0x80, 0xFF]
    for _ in 0..<3_000 {
      var bytes = reader.sample
      for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
        let index = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(marks.randomElement(using: &generator) ?? 0, at: index)
        default: bytes[index] = marks.randomElement(using: &generator) ?? 0
        }
      }
      check(reader, bytes)
    }
  }

  @Test(arguments: readers) func `noise`(reader: Reader) {
    var generator = SeededGenerator(seed: 1)
    for length in 0..<300 {
      check(reader, (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
  }

  @Test(arguments: ["[", "{\"a\":", "<a>", "\"", "\"\"\"", "\\", "&", "<!--", "<", "PK\u{05}\u{06}", "\r", ",\""])
  func `one mark over and over`(mark: String) {
    let bytes = String(repeating: mark, count: 20_000 / mark.utf8.count).bytes
    for reader in Self.readers { check(reader, bytes) }
  }
}
