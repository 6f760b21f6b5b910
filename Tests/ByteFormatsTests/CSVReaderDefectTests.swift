import ByteFormats
import Testing

@Suite struct CSVReaderDefectTests {
  @Test func `text behind a closing quote is an error with its place, and reading goes on`() {
    let (records, errors) = lenientRecords("h\n\"<A NAME=\"1Anchor\"></A>101A\",2\n3,4\n".bytes)
    #expect(records == [["h"], ["3", "4"]])
    #expect(errors.map(\.code) == [.malformed])
    #expect(errors.map(\.byteOffset) == [12])
    #expect(errors.map(\.line) == [2])
  }

  @Test func `an open quote costs its line only`() {
    let (records, errors) = lenientRecords("a,b\n\"c,d\ne,f\ng,h".bytes)
    #expect(records == [["a", "b"], ["e", "f"], ["g", "h"]])
    #expect(errors == [FormatError(.unterminatedQuote, at: 4, line: 2, expected: "a closing quote")])
  }

  @Test func `lines are counted on after a defect`() throws {
    let bytes = "\"a\nb\" x,\nc\n".bytes
    var reader = CSVReader()
    #expect(failure(try reader.next(in: bytes.span))?.line == 2)
    #expect(reader.fieldCount == 0)
    reader.recover(in: bytes.span)
    reader.recover(in: bytes.span)
    #expect(try reader.next(in: bytes.span) == true)
    #expect(reader.line == 3)
    #expect(reader.string(0, in: bytes.span) == "c")
  }

  @Test func `a long line is an error, plain or quoted, and reading goes on`() {
    let long = String(repeating: "x", count: 200)
    let limits = FormatLimits(maxFieldBytes: 100)
    for field in [long, "\"\(long)\"", "\"a\"\n\(long)", "\"\(long)\n\(long)\""] {
      let (records, errors) = lenientRecords("a\n\(field),b\nc".bytes, limits: limits)
      #expect(records.last == ["c"])
      #expect(
        !errors.isEmpty
          && errors.allSatisfy { $0.code == .fieldTooLong || $0.code == .malformed || $0.code == .unterminatedQuote })
    }
    #expect(lenientRecords(long.bytes, limits: limits).errors.map(\.code) == [.fieldTooLong])
  }

  @Test func `too many fields are an error, plain or quoted`() {
    for row in ["1,2,3,4", "\"1\",2,3,4", "1,2,3,\"4\"", ",,,,,,,,"] {
      let (records, errors) = lenientRecords("a,b,c\n\(row)\nd".bytes, limits: FormatLimits(maxFields: 3))
      #expect(records == [["a", "b", "c"], ["d"]])
      #expect(errors.map(\.code) == [.tooManyFields])
      #expect(errors.map(\.line) == [2])
    }
  }

  @Test func `too many records end the reading`() {
    let (records, errors) = lenientRecords("a\nb\nc\nd\n".bytes, limits: FormatLimits(maxRecords: 2))
    #expect(records == [["a"], ["b"]])
    #expect(errors.map(\.code) == [.tooManyRecords])
    #expect(errors.map(\.byteOffset) == [4])
  }

  @Test func `errors tell what and where`() {
    let error = FormatError(.unterminatedQuote, at: 17, line: 3, expected: "a closing quote")
    #expect(error.description == "unterminatedQuote at byte 17, line 3: expected a closing quote")
    #expect(FormatError(.truncated, at: 5, expected: "more").description == "truncated at byte 5: expected more")
  }

  @Test func `many defective lines cost linear time`() {
    let bytes = String(repeating: "\"a\"\"\n\"\"\"\n,\"x\n", count: 3_000).bytes
    let (_, errors) = lenientRecords(bytes)
    #expect(!errors.isEmpty)
  }
}
