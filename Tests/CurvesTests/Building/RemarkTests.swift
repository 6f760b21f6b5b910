import Curves
import MarketData
import Testing
import Valuation

private let priceTolerance = 1e-9

@Suite struct RemarkTests {
  private func quotes() throws -> [CurveQuote] {
    var quotes = try [("2026-01", 60.0), ("2026-03", 57.0), ("Q1-26", 58.5), ("Cal-27", 55.0)]
      .map { try CurveFixtures.quote($0, $1) }
    quotes.append(CurveQuote(try CurveFixtures.period("Q3-26"), .bidAsk(bid: 50, ask: 50.4)))
    quotes.append(CurveQuote(try CurveFixtures.period("Q4-27"), .soft(56, weight: 10)))
    return quotes
  }

  @Test(arguments: [
    ("Q1-26", QuotedPrice.firm(59.25)), ("Cal-27", .firm(54)), ("Q3-26", .bidAsk(bid: 51, ask: 51.5)),
    ("Q3-26", .firm(49)), ("Q3-26", .bidAsk(bid: 20, ask: 90)), ("Q4-27", .soft(60, weight: 10)),
    ("2026-01", .bidAsk(bid: 59, ask: 61)),
  ])
  func aRemarkIsWhatBuildingAnewGives(_ id: String, _ price: QuotedPrice) throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2028-01-01")
    var quotes = try quotes()
    var marked = try definition.build(quotes)
    try marked.remark(id, price)
    for index in quotes.indices where quotes[index].id == id { quotes[index].price = price }
    let anew = try definition.build(quotes)
    #expect(marked.status == .solved && anew.status == .solved)
    for (value, wanted) in zip(marked.curve.values, anew.curve.values) { #expect(abs(value - wanted) < priceTolerance) }
    #expect(marked.repricing.map(\.target) == anew.repricing.map(\.target))
    #expect(marked.quotes == anew.quotes && marked.basis.inputs == anew.basis.inputs)
  }

  @Test func aTickAndBackLeavesTheCurve() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2028-01-01")
    let built = try definition.build(quotes())
    var marked = built
    for tick in 1...20 { try marked.remark("Cal-27", .firm(55 + 0.05 * Double(tick))) }
    try marked.remark("Cal-27", .firm(55))
    for (value, wanted) in zip(marked.curve.values, built.curve.values) {
      #expect(abs(value - wanted) < priceTolerance)
    }
  }

  @Test func aPriceThatContradictsIsReported() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2028-01-01")
    var quotes = try quotes()
    quotes.append(try CurveFixtures.quote("2026-02", (58.5 * 2159 - 60 * 744 - 57 * 743) / 672))
    var marked = try definition.build(quotes)
    #expect(marked.status == .solved)
    try marked.remark("2026-02", .firm(59))
    #expect(marked.status == .contradictory)
    #expect(Set(marked.conflict) == ["2026-01", "2026-02", "2026-03", "Q1-26"])
    try marked.remark("2026-02", quotes[6].price)
    #expect(marked.status == .solved)
  }

  @Test func senselessRemarksLeaveTheCurveUnchanged() throws {
    let definition = try CurveFixtures.definition(.month, "2026-01-01", "2028-01-01")
    var marked = try definition.build(quotes())
    let before = marked.curve
    #expect(throws: CurveError.self) { try marked.remark("Cal-99", .firm(1)) }
    #expect(throws: CurveError.self) { try marked.remark("Cal-27", .firm(.nan)) }
    #expect(throws: CurveError.self) { try marked.remark("Cal-27", .bidAsk(bid: 2, ask: 1)) }
    #expect(marked.curve == before)
  }
}
