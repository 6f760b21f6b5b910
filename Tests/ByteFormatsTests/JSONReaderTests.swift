import ByteFormats
import Testing

@Suite struct JSONReaderTests {
  @Test func `a row of a market comes token by token`() throws {
    let text =
      #"{"items":[{"pnode_id":1,"total_lmp_da":-31.86e0,"zone":null,"ok":true,"no":false}], "empty":{}, "none":[]}"#
    #expect(
      try tokens(text.bytes) == [
        "{", "items:", "[", "{", "pnode_id:", "1", "total_lmp_da:", "-31.86e0", "zone:", "null", "ok:", "true", "no:",
        "false",
        "}", "]", "empty:", "{", "}", "none:", "[", "]", "}",
      ])
  }

  @Test func `a text may be one value, with white space and a byte order mark`() throws {
    #expect(try tokens("\u{FEFF} \t\r\n12\n".bytes) == ["12"])
    #expect(try tokens("\"a\"".bytes) == ["'a'"])
    #expect(try tokens("{}".bytes) == ["{", "}"])
  }

  @Test func `escapes are decoded`() throws {
    let text = #"["\"\\\/\b\f\n\r\t","\u00e9\u20AC","\uD83D\uDE00","plain text of some length"]"#
    #expect(
      try tokens(text.bytes) == [
        "[", "'\"\\/\u{08}\u{0C}\n\r\t'", "'é€'", "'😀'", "'plain text of some length'", "]",
      ])
  }

  @Test(arguments: [#""\uD83D""#, #""\uDE00""#, #""\uD83Dx""#, #""\uD83D\n""#, #""\uD83D\u0041""#])
  func `a lone surrogate becomes the replacement character`(text: String) throws {
    let word = try tokens(text.bytes)
    #expect(word.first?.hasPrefix("'\u{FFFD}") == true)
  }

  @Test func `invalid UTF-8 becomes the replacement character`() throws {
    #expect(try tokens([0x22, 0x61, 0xFF, 0x22]) == ["'a\u{FFFD}'"])
  }

  @Test func `keys are matched with their escapes decoded`() throws {
    let bytes = #"{"lmp":1,"\u006cmp":2,"lmp2":3}"#.bytes
    var reader = JSONReader()
    var matches: [Bool] = []
    var escapes: [Bool] = []
    while true {
      let token = try reader.next(in: bytes.span)
      if token == .end { break }
      guard case .key(let range) = token else { continue }
      matches.append(reader.matches(range, "lmp", in: bytes.span))
      escapes.append(reader.lastStringHadEscapes)
    }
    #expect(matches == [true, true, false])
    #expect(escapes == [false, true, false])
  }

  @Test func `values are skipped whole`() throws {
    let bytes = #"[{"a":[1,{"b":2}]},3,"x"]"#.bytes
    var reader = JSONReader()
    #expect(try reader.next(in: bytes.span) == .beginArray)
    #expect(try reader.skipValue(in: bytes.span) == true)
    #expect(reader.depth == 1)
    #expect(try reader.next(in: bytes.span) == .number(ByteRange(19, 20)))
    #expect(try reader.skipValue(in: bytes.span) == true)
    #expect(try reader.skipValue(in: bytes.span) == false)
    #expect(try reader.next(in: bytes.span) == .end)
    #expect(try reader.next(in: bytes.span) == .end)
  }

  @Test func `an open container is left at its end`() throws {
    let bytes = #"{"a":{"b":[1,2],"c":3},"d":4}"#.bytes
    var reader = JSONReader()
    for _ in 0..<4 { _ = try reader.next(in: bytes.span) }
    #expect(reader.depth == 2)
    try reader.leaveContainer(in: bytes.span)
    #expect(reader.depth == 1)
    #expect(try reader.next(in: bytes.span) == .key(ByteRange(24, 25)))
  }

  @Test(arguments: ["0", "-0", "12", "-12.5", "1e5", "1E+05", "0.5e-3", "-0.0"])
  func `numbers of the grammar`(text: String) throws {
    #expect(try tokens(text.bytes) == [text])
  }

  @Test(arguments: [
    "01", "+1", ".5", "5.x", "1.e5", "-x", "NaN", "Infinity", "0x10", "1 2", "tru ", "nul]", "trueish", "[1,]", "[,1]",
    "[1 2]", "{\"a\" 1}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\":}", "{,}", "[}", "{]", "]", "}", ",", ":", "[1]]",
    "{} x", "\"\u{01}\"", "\"a\nb\"", "\"\\x\"", "\"\\u12G4\"", "// c\n1", "[1]\u{0}", "{\"a\":1:2}", "{1:2}", "-01",
  ])
  func `everything else is malformed`(text: String) {
    #expect(code(try tokens(text.bytes)) == .malformed)
  }

  @Test(arguments: [
    "", "  ", "[", "{", "[1", "[1,", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":1", "\"abc", "\"\\", "\"\\u12", "-", "1.",
    "1e",
  ])
  func `a text that stops short ends unexpectedly`(text: String) {
    #expect(code(try tokens(text.bytes)) == .unexpectedEnd)
  }

  @Test func `errors have a place`() {
    let error = failure(try tokens("{\n \"a\": 1,\n \"b\": x}".bytes))
    #expect(error?.byteOffset == 17)
    #expect(error?.line == 3)
    #expect(error?.expected == "a value")
  }

  @Test func `nesting is bounded`() throws {
    let deep = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    #expect(try tokens(deep(64).bytes).count == 128)
    #expect(code(try tokens(deep(65).bytes)) == .nestingTooDeep)
    let limits = FormatLimits(maxNesting: .max)
    #expect(code(try tokens(deep(513).bytes, limits: limits)) == .nestingTooDeep)
    #expect(code(try tokens("[".bytes, limits: FormatLimits(maxNesting: -1))) == .nestingTooDeep)
  }

  @Test func `strings and numbers are bounded`() {
    let limits = FormatLimits(maxFieldBytes: 10)
    for text in ["\"01234567890\"", "01234567890".replacing("0", with: "1"), "{\"01234567890\":1}"] {
      #expect(code(try tokens(text.bytes, limits: limits)) == .fieldTooLong)
    }
  }
}
