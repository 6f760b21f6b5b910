import MarketData
import Risk
import Testing

@Suite struct RiskRequestTests {
  private func read(_ text: String) throws -> RiskRequest { try RiskRequest(json: Array(text.utf8).span) }

  private func code(_ text: String) -> RiskError.Code? {
    do throws(RiskError) {
      _ = try RiskRequest(json: Array(text.utf8).span)
      return nil
    } catch { return error.code }
  }

  @Test func readsTheShortForm() throws {
    let request = try read(
      #"{"positions":[{"id":"p1","factor":"PJM_WEST","quantity":5000},{"id":"p2","factor":"HH","quantity":-2e4}],"#
        + #""confidence":[0.99,0.95],"paths":1000,"seed":18446744073709}"#)
    #expect(request.portfolio.factors.map(\.name) == ["PJM_WEST", "HH"])
    #expect(request.portfolio.exposures.total == [5000, -20_000])
    #expect(request.confidence == [0.95, 0.99])
    #expect(request.paths == 1000 && request.seed == 18_446_744_073_709)
    #expect(request.horizon == .day && request.missing == .refuse)
  }

  @Test func hasDefaults() throws {
    let request = try read(#"{"positions":[{"id":"p","factor":"A","quantity":1}]}"#)
    #expect(request.confidence == [0.95, 0.99] && request.paths == 100_000 && request.seed == 1)
    #expect(request.portfolio.reportingCurrency == .usd)
  }

  @Test func readsFactorsAndCurrencies() throws {
    let request = try read(
      """
      {"reportingCurrency": "EUR", "horizonDays": 10, "missing": "leaveOutDay",
       "factors": [{"name": "NBP", "kind": "curveNode", "currency": "GBp", "unit": "therm", "change": "relative", "level": 80},
                   {"name": "GBPEUR", "kind": "exchangeRate", "pricedCurrency": "GBP", "level": 1.2}],
       "positions": [{"id": "n", "factor": "NBP", "quantity": 1000, "book": "Gas/UK", "market": "UK", "currency": "GBP",
                      "value": 500}]}
      """)
    // 1,000 therms of a penny each are 10 pounds, 12 euro.
    #expect(abs(request.portfolio.exposures.total[0] - 12) < 1e-12)
    #expect(request.portfolio.exposures.total[1] == 500)
    #expect(request.horizon.days == 10 && request.missing == .leaveOutDay)
    #expect(request.portfolio.positions[0].book == "Gas/UK")
  }

  @Test func refusesWhatMakesNoSense() throws {
    let position = #"{"id":"p","factor":"A","quantity":1}"#
    func with(_ more: String) -> String { #"{"positions":["# + position + "]," + more + "}" }
    #expect(code("") == .malformed)
    #expect(code("[]") == .malformed)
    #expect(code("{}") == .malformed)
    #expect(code(#"{"positions":[]}"#) == .empty)
    #expect(code(#"{"positions":[1]}"#) == .malformed)
    #expect(code(#"{"positions":[{"id":"p","factor":"A"}]}"#) == .malformed)
    #expect(code(#"{"positions":[{"id":"p","factor":"A","quantity":"5"}]}"#) == .malformed)
    #expect(code(#"{"positions":[{"id":"p","factor":"A","quantity":1e999}]}"#) == .malformed)
    #expect(code("{\"positions\":[\(position),\(position)]}") == .mismatch)
    #expect(code(with(#""confidence":[1.5]"#)) == .outOfRange)
    #expect(code(with(#""confidence":[]"#)) == .outOfRange)
    #expect(code(with(#""confidence":[1e-17]"#)) == .outOfRange)
    #expect(code(with(#""confidence":[0.95,0.99],"paths":10000001"#)) == .outOfRange)
    #expect(code(with(#""paths":1e300"#)) == .malformed)
    let whole = try RiskRequest(json: Array(with(#""paths":1e5,"seed":1.0"#).utf8).span)
    #expect(whole.paths == 100_000 && whole.seed == 1)
    #expect(code(with(#""confidence":0.95"#)) == .malformed)
    #expect(code(with(#""paths":0"#)) == .outOfRange)
    #expect(code(with(#""paths":1.5"#)) == .malformed)
    #expect(code(with(#""paths":9223372036854775807"#)) == .outOfRange)
    #expect(code(with(#""seed":-1"#)) == .outOfRange)
    #expect(code(with(#""horizonDays":0"#)) == .outOfRange)
    #expect(code(with(#""missing":"guess""#)) == .malformed)
    #expect(code(with(#""factors":[{"name":"A","unit":"furlong"}]"#)) == .malformed)
    #expect(code(with(#""factors":[{"name":"A","change":"sideways"}]"#)) == .malformed)
    // A kind that is misspelt is no kind of a host's own.
    for kind in ["exchangerate", "exchange_rate", "Hub", "", "curve node"] {
      #expect(code(with(#""factors":[{"name":"A","kind":"\#(kind)","level":1}]"#)) == .malformed, "\(kind)")
    }
    for kind in ["curveNode", "hub", "basis", "volatility"] {
      let request = try RiskRequest(json: Array(with(#""factors":[{"name":"A","kind":"\#(kind)"}]"#).utf8).span)
      #expect(request.portfolio.factors[0].kind.rawValue == kind)
    }
    #expect(code(with(#""factors":[{"name":"A","currency":"EUR"}]"#)) == .unknownName)
    #expect(code(String(repeating: "[", count: 100_000)) == .malformed)
  }
}
