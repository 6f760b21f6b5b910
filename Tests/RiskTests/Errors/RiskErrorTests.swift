import Risk
import Testing

@Suite struct RiskErrorTests {
  @Test func saysWhatWhereAndWhatWasExpected() {
    let error = RiskError(.outOfRange, found: "level 1.2", expected: "a probability between 0 and 1", index: 3)
    #expect("\(error)" == "outOfRange at 3: found level 1.2, expected a probability between 0 and 1")
  }
}
