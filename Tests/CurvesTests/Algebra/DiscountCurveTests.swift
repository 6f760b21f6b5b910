import Curves
import MarketData
import Testing
import Valuation

@Suite struct DiscountCurveTests {
  private let today = LocalDate(year: 2026, month: 1, day: 1) ?? LocalDate(daysSince1970: 0)
  private static let factorTolerance = 1e-15

  private func date(_ days: Int) -> LocalDate { today.advanced(byDays: days) }

  @Test func factorsComeBackAtThePillars() throws {
    let curve = try DiscountCurve(
      currency: .eur, valueDate: today, factors: [(date(365), 0.98), (date(730), 0.95), (date(1095), 0.97)])
    #expect(curve.factor(at: date(365)) == 0.98)
    #expect(abs(curve.factor(at: date(730)) - 0.95) < Self.factorTolerance)
    #expect(abs(curve.factor(at: date(1095)) - 0.97) < Self.factorTolerance)
    #expect(curve.factor(at: today) == 1)
    #expect(curve.factor(at: date(-400)) == 1)
  }

  @Test func logarithmsAreLinearBetweenPillarsAndGoOnAfterTheLast() throws {
    let curve = try DiscountCurve(currency: .usd, valueDate: today, factors: [(date(100), 0.9), (date(200), 0.81)])
    #expect(abs(curve.factor(at: date(150)) - 0.9 * 0.9.squareRoot()) < Self.factorTolerance)
    #expect(abs(curve.factor(at: date(50)) - 0.9.squareRoot()) < Self.factorTolerance)
    #expect(abs(curve.factor(at: date(400)) - 0.6561) < Self.factorTolerance)
  }

  @Test(arguments: [
    (DiscountCurve.Compounding.annual, 1 / 1.06), (.semiannual, 1 / (1.03 * 1.03)),
    (.continuous, 0.941764533584248_75), (.simple, 1 / 1.06), (.monthly, 0.94190533966591795),
  ])
  func compoundingIsNamed(_ compounding: DiscountCurve.Compounding, factor: Double) throws {
    let curve = try DiscountCurve(
      currency: .eur, valueDate: today, zeroRates: [(date(365), 0.06)], compounding: compounding, dayCount: .act365Fixed
    )
    #expect(abs(curve.factor(at: date(365)) - factor) < Self.factorTolerance)
    let back = try #require(curve.zeroRate(to: date(365), compounding: compounding))
    #expect(abs(back - 0.06) < 1e-14)
  }

  @Test func dayCountsFollowTheirRules() throws {
    let end = try #require(LocalDate(year: 2027, month: 3, day: 31))
    let years = [DiscountCurve.DayCount.act365Fixed, .act360, .thirtyE360].map { $0.years(from: today, to: end) }
    let expected: [Double] = [454.0 / 365, 454.0 / 360, 449.0 / 360]
    #expect(years == expected)
  }

  @Test func forwardRatesChain() throws {
    let curve = try DiscountCurve(
      currency: .eur, valueDate: today, zeroRates: [(date(365), 0.02), (date(730), 0.03)], compounding: .continuous,
      dayCount: .act365Fixed)
    let forward = try #require(curve.forwardRate(from: date(365), to: date(730)))
    #expect(abs(forward - 0.04) < 1e-14)
    #expect(curve.forwardRate(from: date(10), to: date(10)) == nil)
  }

  @Test func flatCurvesDiscountEveryDateAtOneRate() throws {
    let annual = try DiscountCurve.flat(currency: .eur, valueDate: today, rate: 0.05, compounding: .annual)
    #expect(abs(annual.factor(at: date(3650)) - 0.613913253540759_2) < Self.factorTolerance)
    let simple = try DiscountCurve.flat(currency: .eur, valueDate: today, rate: 0.05, compounding: .simple)
    #expect(abs(simple.factor(at: date(3650)) - 1 / 1.5) < Self.factorTolerance)
  }

  @Test func presentValuesAreInTheCurvesCurrency() throws {
    let curve = try DiscountCurve.flat(currency: .gbp, valueDate: today, rate: 0, compounding: .annual)
    let flows = try CashFlows(party: "owner", currency: .pence, flows: [.init(date: date(700), amount: 250)])
    #expect(try curve.presentValue(of: flows) == Money(2.5, .gbp))
    let euros = try CashFlows(party: "owner", currency: .eur, flows: [.init(date: date(700), amount: 250)])
    let error = #expect(throws: CurveError.self) { try curve.presentValue(of: euros) }
    #expect(error?.code == .mismatch)
  }

  @Test func senselessPillarsAreRefused() {
    func code(_ factors: [(date: LocalDate, factor: Double)]) -> CurveError.Code? {
      #expect(throws: CurveError.self) {
        try DiscountCurve(currency: .eur, valueDate: today, factors: factors)
      }?.code
    }
    #expect(code([]) == .empty)
    #expect(code([(today, 1)]) == .outOfRange)
    #expect(code([(date(5), 0.9), (date(5), 0.9)]) == .outOfRange)
    #expect(code([(date(5), 0)]) == .outOfRange)
    #expect(code([(date(5), .nan)]) == .outOfRange)
    let error = #expect(throws: CurveError.self) {
      try DiscountCurve(
        currency: .eur, valueDate: today, zeroRates: [(date(365), 0.02), (date(730), -1)], compounding: .annual,
        dayCount: .act365Fixed)
    }
    #expect(error?.code == .outOfRange && error?.index == 1)
  }
}
