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

  /// SHA-256 of the same bytes by Python's hashlib, the fingerprints by the four accumulators of XXH64 written there from its text.
  @Test func digestsStayWhatTheyAre() {
    var whole = ContentDigest("returns 1")
    whole.add("PJM_WEST")
    whole.add([1.5, -2.25, 0, 1e-3, 41.2, -0.0, 1e300, .leastNonzeroMagnitude])
    whole.add(-7)
    #expect(whole.value.description == "a1e0c698329e33e90496721c20a4eb6ea8beec91e1957d8523663ade89a5d9b1")
    // Seven and five numbers: the rest beyond fours goes into the first accumulators.
    var mixed = ContentDigest("test")
    mixed.add("Strom über Öl")
    mixed.add([0.1, 0.2, 0.3, -4, 5.5, 6, 7.75])
    mixed.add([1, -2, 3, 4, 5])
    mixed.add(Double?.none)
    mixed.add(Double?(2.5))
    mixed.add(seed: .max)
    mixed.add(0.1)
    #expect(mixed.value.description == "5708365c01a1bf752d0a836ac8a674b50d2d6c8c8b94ca255318853d08996825")
    var empty = ContentDigest("empty")
    empty.add([Double]())
    #expect(empty.value.description == "1da61782398d575bc110aba68fd5ae6582c8b3a8634c0f80ae15eedd23a1076b")
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
