import MarketData
import Testing
import Valuation

@Suite struct ContentDigestTests {
  private func digest(_ fill: (inout ContentDigest) -> Void) -> String {
    var digest = ContentDigest("test")
    fill(&digest)
    return digest.value.description
  }

  @Test func everyBitCounts() {
    var values = (0..<103).map { Double($0) }
    var seen: Set<String> = [digest { $0.add(values) }]
    for place in values.indices {
      let kept = values[place]
      values[place] = kept.nextUp
      #expect(seen.insert(digest { $0.add(values) }).inserted, "place \(place)")
      values[place] = kept
    }
    values.swapAt(3, 7)  // of one lane
    #expect(seen.insert(digest { $0.add(values) }).inserted)
    #expect(digest { $0.add(0.0) } != digest { $0.add(-0.0) })
  }

  @Test func piecesDoNotRunTogether() {
    #expect(
      digest {
        $0.add("ab"); $0.add("c")
      }
        != digest {
          $0.add("a"); $0.add("bc")
        })
    #expect(
      digest {
        $0.add([1.0, 2]); $0.add([3.0])
      }
        != digest {
          $0.add([1.0]); $0.add([2.0, 3])
        })
    #expect(digest { $0.add(Double?.none) } != digest { $0.add(Double?(0)) })
    #expect(digest { $0.add([Double]()) } != digest { _ in })
  }
}
