import Curves
import MarketData
import Testing

@Suite struct ForwardCurveTests {
  @Test func refusesWhatIsMissing() throws {
    let grid = try #require(DeliveryGrid(start: Instant(secondsSince1970: 0), seconds: 3600, count: 3))
    let series = try TimeSeries(grid: grid, values: [1, .nan, 3], unit: .price(.usd, per: .megawattHour))
    let error = #expect(throws: CurveError.self) { try ForwardCurve(series) }
    #expect(error?.code == .notFinite && error?.index == 1)
  }
}
