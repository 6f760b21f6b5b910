import ByteFormats
import Testing

@Suite struct XMLReaderTests {
  @Test func `elements are known by local name`() throws {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- posted -->
      <m:Document xmlns:m="http://www.ieso.ca/schema">
        <m:Hour>1</m:Hour><Empty/>
        <Price unit='CAD'>-3.5</Price >
      </m:Document>
      <!-- end -->
      """
    #expect(
      try events(text.bytes) == [
        "<Document", "<Hour", "1", "Hour>", "<Empty", "Empty>", "<Price", "-3.5", "Price>", "Document>",
      ])
  }

  @Test func `attributes belong to the element just started`() throws {
    let bytes = #"<r><a x:id="1" name = 'it&apos;s "so"'/><b id=""/></r>"#.bytes
    var reader = XMLReader()
    _ = try reader.next(in: bytes.span)
    guard case .startElement(let name) = try reader.next(in: bytes.span) else {
      throw FormatError(.malformed, at: 0, expected: "a")
    }
    #expect(reader.matches(name, "a", in: bytes.span) == true)
    #expect(reader.attribute("id", in: bytes.span).map { String(bytes.span, $0) } == "1")
    #expect(reader.attribute("name", in: bytes.span).map { reader.string($0, in: bytes.span) } == "it's \"so\"")
    #expect(reader.attribute("other", in: bytes.span) == nil)
    _ = try reader.next(in: bytes.span)
    #expect(reader.attribute("id", in: bytes.span) == nil)
    _ = try reader.next(in: bytes.span)
    #expect(reader.attribute("id", in: bytes.span)?.isEmpty == true)
  }

  @Test func `predefined entities and character references are decoded`() throws {
    let text = "<r>&lt;&gt;&amp;&quot;&apos; &#65;&#x20AC;&#x1F600; &amp;lt;</r>"
    #expect(try events(text.bytes) == ["<r", "<>&\"' A€😀 &lt;", "r>"])
  }

  @Test func `a CDATA section is text as it stands`() throws {
    #expect(try events("<r><![CDATA[a < b &amp; ]] c]]></r>".bytes) == ["<r", "a < b &amp; ]] c", "r>"])
    #expect(try events("<r>x<![CDATA[]]>y</r>".bytes) == ["<r", "x", "", "y", "r>"])
  }

  @Test func `white space between elements is passed over, inside text it is kept`() throws {
    #expect(try events("<r>\n <a> b </a>\r\n</r>\n".bytes) == ["<r", "<a", " b ", "a>", "r>"])
  }

  @Test func `the text of an element is read at once`() throws {
    let bytes = "<r><a>1.5</a><b/><c><d/></c><e>x<!-- y -->z</e></r>".bytes
    var reader = XMLReader()
    for _ in 0..<2 { _ = try reader.next(in: bytes.span) }
    #expect(NumberScanner.double(bytes.span, try reader.elementText(in: bytes.span)) == 1.5)
    _ = try reader.next(in: bytes.span)
    #expect(try reader.elementText(in: bytes.span).isEmpty == true)
    _ = try reader.next(in: bytes.span)
    var inner = reader
    #expect(code(try inner.elementText(in: bytes.span)) == .malformed)
    try reader.skipElement(in: bytes.span)
    #expect(reader.depth == 1)
    _ = try reader.next(in: bytes.span)
    #expect(code(try reader.elementText(in: bytes.span)) == .malformed)
  }

  @Test(arguments: [
    "<a></b>", "<a><b></a></b>", "<a/><b/>", "<a/>x", "x<a/>", "</a>", "<a></a></a>", "<1/>", "< a/>", "<a b/>",
    "<a b=c/>", "<a b=\"1\" b=\"2\"/>", "<a b=\"1\"c=\"2\"/>", "<a b=\"<\"/>", "<a>&</a>", "<a>& b;</a>x", "<a>&;</a>",
    "<a b=\"&\"/>", "<a>a & b</a>", "<a/ >", "<![CDATA[x]]><a/>", "<a =\"1\"/>",
  ])
  func `documents that are not well-formed`(text: String) {
    let code = code(try events(text.bytes))
    #expect(code == .malformed || code == .entityNotAllowed)
  }

  @Test(arguments: [
    "", " ", "<", "<a", "<a ", "<a b", "<a b=", "<a b=\"", "<a>", "<a>x", "<a></a", "<!-- ", "<?xml ",
    "<a><![CDATA[x]]",
  ])
  func `documents that stop short`(text: String) {
    #expect(code(try events(text.bytes)) == .unexpectedEnd)
  }

  @Test(arguments: [
    "&nbsp;", "&lol9;", "&#0;", "&#xD800;", "&#x110000;", "&#99999999999;", "&#x;", "&#;", "&#1;", "&#12a;",
  ])
  func `no other entities and no impossible characters`(reference: String) {
    #expect(code(try events("<a>\(reference)</a>".bytes)) == .entityNotAllowed)
    #expect(code(try events("<a b='\(reference)'/>".bytes)) == .entityNotAllowed)
  }

  @Test func `a document type is refused, so entities cannot grow`() {
    let laughs = """
      <!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
      <!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">]><lolz>&lol2;</lolz>
      """
    #expect(code(try events(laughs.bytes)) == .entityNotAllowed)
  }

  @Test func `nesting, lengths and attributes are bounded`() {
    let deep = { String(repeating: "<a>", count: $0) + String(repeating: "</a>", count: $0) }
    #expect(code(try events(deep(64).bytes)) == nil)
    #expect(code(try events(deep(65).bytes)) == .nestingTooDeep)
    let limits = FormatLimits(maxFieldBytes: 8)
    for text in ["<a>123456789</a>", "<a b='123456789'/>", "<a123456789/>", "<a><![CDATA[123456789]]></a>"] {
      #expect(code(try events(text.bytes, limits: limits)) == .fieldTooLong)
    }
    let many = "<a " + (0..<300).map { "b\($0)=''" }.joined(separator: " ") + "/>"
    #expect(code(try events(many.bytes)) == .tooManyFields)
  }

  @Test func `errors have a place`() {
    let error = failure(try events("<a>\n<b>\n</c></a>".bytes))
    #expect(error == FormatError(.malformed, at: 8, line: 3, expected: "</b>"))
  }
}
