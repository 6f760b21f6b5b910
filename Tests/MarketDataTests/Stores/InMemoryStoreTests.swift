import MarketData
import MarketDataTestSupport
import Testing

@Suite struct InMemoryStoreTests {
  @Test(arguments: ObservationStoreConformance.checks)
  func conforms(check: String) async {
    let failures = await ObservationStoreConformance.failures(checks: [check]) { InMemoryStore() }
    #expect(failures.isEmpty)
  }
}
