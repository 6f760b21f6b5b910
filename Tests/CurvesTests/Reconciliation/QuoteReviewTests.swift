import Curves
import MarketData
import Testing

@Suite struct QuoteReviewTests {
  /// Months of a smooth curve, all quoted on 2 January.
  private func quotes(_ change: (inout [CurveQuote]) -> Void = { _ in }) throws -> [CurveQuote] {
    var quotes = try (0..<12).map { month -> CurveQuote in
      let wiggle = [0.02, -0.03, 0.01, 0.04, -0.02, 0.03, -0.01, -0.04, 0.02, 0.01, -0.03, 0.02][month]
      var quote = try CurveFixtures.quote(
        "2026-" + (month < 9 ? "0" : "") + "\(month + 1)", 60 - 0.5 * Double(month) + wiggle)
      quote.quotedOn = try CurveFixtures.date("2026-01-02")
      return quote
    }
    change(&quotes)
    return quotes
  }

  private func flagged(_ built: BuiltCurve, _ kind: QuoteFlag.Kind) -> [String] {
    built.repricing.filter { line in line.flags.contains { $0.kind == kind } }.map(\.id)
  }

  @Test func aPriceFarFromWhereTheOthersPutItIsAnOutlier() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2027-01-01")
    let review = QuoteReview(asOf: try CurveFixtures.date("2026-01-05"))
    let fine = try definition.build(quotes()).reviewed(by: review)
    #expect(fine.repricing.allSatisfy { $0.flags.isEmpty })
    // A slip of the keys: 57.0 as 75.0.
    let built = try definition.build(quotes { $0[6].price = .firm(75) })
    let outliers = flagged(try built.reviewed(by: review), .outlier)
    #expect(outliers.contains("2026-07"))
    #expect(outliers.count <= 3)
  }

  @Test func oldQuotesAreStale() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2027-01-01")
    let old = try CurveFixtures.date("2025-12-20")
    let built = try definition.build(quotes { $0[3].quotedOn = old })
    var review = QuoteReview(asOf: try CurveFixtures.date("2026-01-05"))
    let reviewed = try built.reviewed(by: review)
    #expect(flagged(reviewed, .stale) == ["2026-04"])
    #expect(reviewed.repricing[3].flags[0].reason == "quoted on 2025-12-20, 16 days ago; at most 5")
    review.mostDays = 16
    #expect(flagged(try built.reviewed(by: review), .stale).isEmpty)
    review.mostDays = -1
    #expect(throws: CurveError.self) { try built.reviewed(by: review) }
  }
}
