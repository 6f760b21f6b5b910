import ByteFormats
import Testing

@Suite struct CSVReaderTests {
  @Test func `fields stand between delimiters and records between line ends`() throws {
    #expect(try records("a,b,c\n1,2,3\n".bytes) == [["a", "b", "c"], ["1", "2", "3"]])
  }

  @Test func `LF and CR LF may be mixed, and the last record may have no end`() throws {
    let expected = [["a", "b"], ["1", "2"], ["3", "4"]]
    #expect(try records("a,b\r\n1,2\n3,4".bytes) == expected)
    #expect(try records("a,b\n1,2\r\n3,4\r".bytes) == expected)
  }

  @Test func `an empty input has no records`() throws {
    #expect(try records([]).isEmpty)
    #expect(try records([0xEF, 0xBB, 0xBF]).isEmpty)
  }

  @Test func `blank lines are records of one empty field`() throws {
    let bytes = "a\n\n\r\n\"\"\nb,\n".bytes
    var reader = CSVReader()
    var blanks: [Bool] = []
    while try reader.next(in: bytes.span) { blanks.append(reader.isBlankRecord) }
    #expect(blanks == [false, true, true, true, false])
    #expect(try records(bytes) == [["a"], [""], [""], [""], ["b", ""]])
  }

  @Test func `delimiters at the end of a line make empty fields`() throws {
    #expect(try records(",,\n,".bytes) == [["", "", ""], ["", ""]])
  }

  @Test func `quoted fields hold delimiters, line ends and doubled quotes`() throws {
    let text = "\"Posted: October 1, 2026\",\"two\r\nlines\",\"say \"\"hi\"\"\",\"\"\n1,\"\"\"\",3,4\n"
    #expect(
      try records(text.bytes) == [
        ["Posted: October 1, 2026", "two\r\nlines", "say \"hi\"", ""], ["1", "\"", "3", "4"],
      ])
  }

  @Test func `only fields with doubled quotes need unescaping`() throws {
    let bytes = "\"a\",\"b\"\"c\",d\n\"e\",f,g\n".bytes
    var reader = CSVReader()
    #expect(try reader.next(in: bytes.span) == true)
    #expect((0..<3).map { reader.needsUnescaping($0) } == [false, true, false])
    #expect(String(bytes.span, reader.field(1)) == "b\"\"c")
    #expect(try reader.next(in: bytes.span) == true)
    #expect((0..<3).map { reader.needsUnescaping($0) } == [false, false, false])
  }

  @Test func `each field with doubled quotes is found among many`() throws {
    let row = (0..<200).map { $0 % 3 == 0 ? "\"x\"\"\($0)\"" : "\"\($0)\"" }.joined(separator: ",")
    let bytes = row.bytes
    var reader = CSVReader()
    #expect(try reader.next(in: bytes.span) == true)
    for index in 0..<200 { #expect(reader.needsUnescaping(index) == (index % 3 == 0)) }
  }

  @Test func `a quote inside an unquoted field is literal`() throws {
    #expect(try records("5\" pipe,a \"b\" c\n\"x\",5\"\n".bytes) == [["5\" pipe", "a \"b\" c"], ["x", "5\""]])
  }

  @Test func `blanks around a field are trimmed on request only`() throws {
    let bytes = "HB_NORTH,       30.72 ,\t\"x\" \n".bytes
    var reader = CSVReader()
    #expect(try reader.next(in: bytes.span) == true)
    #expect(String(bytes.span, reader.field(1)) == "       30.72 ")
    #expect(String(bytes.span, reader.trimmed(1, in: bytes.span)) == "30.72")
    #expect(try records("\" a \" ,b\n".bytes) == [["a", "b"]])
  }

  @Test func `other delimiters leave commas alone`() throws {
    #expect(try records("a\t1,5\t\"x\ty\"\t\n".bytes, delimiter: UInt8(ascii: "\t")) == [["a", "1,5", "x\ty", ""]])
    #expect(try records("a;1,5;\"x\";b".bytes, delimiter: UInt8(ascii: ";")) == [["a", "1,5", "x", "b"]])
  }

  @Test func `a byte order mark is skipped, before a quote too`() throws {
    #expect(try records("\u{FEFF}\"Node, name\",b\n".bytes) == [["Node, name", "b"]])
  }

  @Test func `a field beyond the record reads as empty`() throws {
    let bytes = "a,b".bytes
    var reader = CSVReader()
    #expect(try reader.next(in: bytes.span) == true)
    for index in [-1, 2, 31, 32, .max] {
      #expect(reader.field(index).isEmpty)
      #expect(reader.string(index, in: bytes.span).isEmpty == true)
    }
  }

  @Test func `records know their place`() throws {
    let bytes = "h\r\n\"a\nb\",c\nd\n".bytes
    var reader = CSVReader()
    var places: [[Int]] = []
    while try reader.next(in: bytes.span) { places.append([reader.line, reader.recordStart, reader.recordEnd]) }
    #expect(places == [[1, 0, 1], [2, 3, 10], [4, 11, 12]])
    #expect(try reader.next(in: bytes.span) == false)
    #expect(reader.fieldCount == 0)
  }

  @Test func `records may have more fields than the first`() throws {
    let wide = (0..<1000).map { String($0) }
    let text = "a\n" + wide.joined(separator: ",") + "\nb,c\n"
    #expect(try records(text.bytes) == [["a"], wide, ["b", "c"]])
  }

  @Test(arguments: 0..<40) func `every length and position agrees with a plain split`(length: Int) throws {
    var generator = SeededGenerator(seed: UInt64(length))
    for _ in 0..<50 {
      let alphabet: [UInt8] = [0x2C, 0x0A, 0x61, 0x2D, 0x20, 0xAC, 0x8A]
      let bytes = (0..<length).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      var reader = CSVReader()
      var found: [[[UInt8]]] = []
      while try reader.next(in: bytes.span) {
        found.append((0..<reader.fieldCount).map { Array(bytes[reader.field($0).start..<reader.field($0).end]) })
      }
      var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      if lines.last?.isEmpty == true { lines.removeLast() }
      #expect(found == lines.map { $0.split(separator: 0x2C, omittingEmptySubsequences: false).map { Array($0) } })
    }
  }

  @Test(arguments: 0..<60) func `quoted records read back as they were written`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let alphabet = ["a", "\"", ",", "\n", "\r\n", "long enough to pass a word", "é"]
    let table = (0..<20).map { _ in
      (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        let parts = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
          alphabet.randomElement(using: &generator) ?? ""
        }
        return "<" + parts.joined() + ">"
      }
    }
    let text = table.map { row in
      row.map { "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" }
        .joined(separator: ",")
    }
    #expect(try records(text.joined(separator: "\r\n").bytes) == table)
  }
}
