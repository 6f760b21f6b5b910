import ByteFormats
import Testing

@testable import MarketData

@Suite("Repeating prices")
struct RepeatingPricesTests {
  /// The numbers of the rows behind the first three, from which the rest is learned, and where reading stops.
  private func read(_ text: String, isPadded: Bool) -> (rows: [[Double]], end: Int) {
    let array = Array(text.utf8)
    let bytes = array.span
    var prices = RepeatingPrices(isPadded: isPadded)
    for row in 0..<3 {
      var spelling = RepeatingPrices.Spelling(extent: ByteRange(row * 12, row * 12 + 12), node: row * 12 + 2)
      // Out of order on purpose: the places in the record count.
      spelling.add(ByteRange(row * 12 + 8, row * 12 + 9), slot: 1)
      spelling.add(ByteRange(row * 12 + 5, row * 12 + 6), slot: 0)
      prices.learn(spelling, node: UInt32(row % 2), start: 7, in: bytes)
    }
    var offset = 36
    var rows: [[Double]] = []
    var numbers = RepeatingPrices.Numbers(repeating: .nan)
    while let node = prices.next(at: &offset, numbers: &numbers, in: bytes) {
      #expect(prices.start == 7)
      rows.append([Double(node), numbers[0], numbers[1]])
    }
    return (rows, offset)
  }

  @Test func onlyTheNumbersAreRead() {
    let head = "t,A, 1 ;2,N\nt,B, 3 ;4,N\nt,A, 1 ;2,N\n"
    let tail = "t,A, 9 ;9,N\nt,B, 9 ;9,Y\nt,A, 9 ;9,N\nt,B, 9 ;9,Y\n"
    let plain = read(head + "t,B, 5.25 ;-6,N\n" + tail, isPadded: false)
    #expect(plain.rows == [[1, 5.25, -6], [0, 9, 9]])
    let padded = read(head + "t,B,    5.25 ;-6,N\nt,A,7 ;8,N\n" + tail, isPadded: true)
    #expect(padded.rows == [[1, 5.25, -6], [0, 7, 8]])
    #expect(read(head + "t,B,    5.25 ;-6,N\n" + tail, isPadded: false).rows.isEmpty)
    #expect(read(head + "t,B,\(String(repeating: " ", count: 17))5 ;-6,N\n" + tail, isPadded: true).end == 36)
  }
}
