import ByteFormats
import Testing

@Suite struct JSONValueTests {
  private func parse(_ text: String, limits: FormatLimits = .default) throws(FormatError) -> JSONValue {
    let bytes = text.bytes
    return try JSONValue.parse(bytes.span, limits: limits)
  }

  @Test func `a text becomes a tree in its own order`() throws {
    let value = try parse(#"{"b":[1,"x",true,null,{}],"a":{"c":[]}}"#)
    #expect(
      value
        == .object([
          .init(
            key: "b", value: .array([.number(1, text: "1"), .string("x"), .bool(true), .null, .object([])])),
          .init(key: "a", value: .object([.init(key: "c", value: .array([]))])),
        ]))
  }

  @Test func `members are reached by key, the first of equal ones`() throws {
    let value = try parse(#"{"response":{"total":"2","data":[{"value":31.5},{"value":null}],"total":3}}"#)
    #expect(value["response"]?["total"]?.asInt64 == 2)
    #expect(value["response"]?["data"]?.asArray?.compactMap { $0["value"]?.asDouble } == [31.5])
    #expect(value["response"]?.asObject?.map(\.key) == ["total", "data", "total"])
    #expect(value["nothing"] == nil)
    #expect(value["response"]?["data"]?["value"] == nil)
  }

  @Test func `numbers may stand in strings`() throws {
    let elements = try #require(try parse(#"[12, "12", "-.5", "", "NA", null, true, 1.5, 1e3]"#).asArray)
    #expect(elements.map(\.asDouble) == [12, 12, -0.5, nil, nil, nil, nil, 1.5, 1000])
    #expect(elements.map(\.asInt64) == [12, 12, nil, nil, nil, nil, nil, nil, nil])
    #expect(elements.map(\.asString) == [nil, "12", "-.5", "", "NA", nil, nil, nil, nil])
    #expect(elements.map(\.asBool) == [nil, nil, nil, nil, nil, nil, true, nil, nil])
  }

  @Test func `a number keeps its text`() throws {
    #expect(try parse("9007199254740993").asInt64 == 9_007_199_254_740_993)
    #expect(try parse("1e999").asDouble == nil)
  }

  @Test func `a text may be a scalar`() throws {
    #expect(try parse(" \"a\\n\" ") == .string("a\n"))
  }

  @Test func `depth and the number of values are bounded`() {
    let deep = String(repeating: "{\"a\":", count: 65) + "1" + String(repeating: "}", count: 65)
    #expect(code(try parse(deep)) == .nestingTooDeep)
    let limits = FormatLimits(maxRecords: 3)
    #expect(code(try parse("[1,2]", limits: limits)) == nil)
    #expect(code(try parse("[1,2,3]", limits: limits)) == .tooManyRecords)
  }
}
