import Curves
import MarketData
import NumericalKernels
import Testing

@Suite struct CurveInputsTests {
  /// Curves of different quotes, every seventh of them without any.
  private func book(_ count: Int) throws -> [CurveInputs] {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2029-01-01", days: MarketDays(.utc))
    return try (0..<count).map { k in
      let shift = Double(k % 11) * 0.37
      var quotes = try [("2026-01", 60.0), ("Q2-26", 52.0), ("Cal-27", 55.0)]
        .map { try CurveFixtures.quote($0, $1 + shift) }
      quotes.append(
        CurveQuote(try CurveFixtures.period("Cal-28"), .bidAsk(bid: 50 + shift, ask: 50.5 + 2 * shift)))
      return CurveInputs(definition, k % 7 == 3 ? [] : quotes)
    }
  }

  @Test func aBatchHasTheSameBitsAtAnyWidth() async throws {
    let book = try book(40)
    let alone = book.map { inputs in Result { () throws(CurveError) in try inputs.build() } }
    for width in [1, 2, 3, 8] {
      let batch = try await CurveInputs.build(book, width: width)
      #expect(batch.count == book.count)
      for (result, single) in zip(batch, alone) {
        switch (result, single) {
        case (.success(let curve), .success(let other)):
          #expect(curve.curve == other.curve && curve.repricing == other.repricing)
        case (.failure(let error), .failure): #expect(error.code == .empty)
        default: Issue.record("one was built and the other not")
        }
      }
    }
  }

  @Test func failuresStandBesideCurves() async throws {
    let batch = try await CurveInputs.build(book(14))
    let failed = batch.indices.filter { if case .failure = batch[$0] { true } else { false } }
    #expect(failed == [3, 10])
  }
}
