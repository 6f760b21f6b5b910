import Curves
import MarketData
import Testing

@Suite struct CurveRequestTests {
  private func read(_ text: String, limits: Limits = .default) throws -> CurveRequest {
    try CurveRequest(json: Array(text.utf8), source: "q.json", limits: limits)
  }

  private func failure(_ text: String, limits: Limits = .default) -> ParseError? {
    do {
      _ = try read(text, limits: limits)
      return nil
    } catch {
      return error as? ParseError
    }
  }

  private func request(quotes: String, more: String = "") -> String {
    #"{"start": "2026-01-01", "end": "2027-01-01", \#(more) "quotes": [\#(quotes)]}"#
  }

  @Test func theExampleOfTheDocumentationIsRead() throws {
    let request = try read(
      #"""
      {"start":"2026-01-01","end":"2051-01-01","granularity":"month","timeZone":"UTC","method":"secondDifference",
       "quotes":[{"start":"2026-01-01","end":"2026-02-01","price":58.4},
                 {"start":"2027-01-01","end":"2028-01-01","bid":60.5,"ask":61.25,"profile":"base"}]}
      """#)
    #expect(request.granularity == .month && request.definition.grid.count == 300)
    #expect(request.definition.days.zone == .utc && request.definition.method == .secondDifference)
    #expect(request.definition.strands == [.base])
    #expect(request.quotes.map(\.id) == ["2026-01", "Cal-27"])
    #expect(request.quotes.map(\.price) == [.firm(58.4), .bidAsk(bid: 60.5, ask: 61.25)])
  }

  @Test func everyFieldIsRead() throws {
    let request = try read(
      request(
        quotes: #"""
          {"period": "Q1-26", "price": 90, "profile": "peak", "id": "mine", "quotedOn": "2025-12-30"},
          {"period": "Q1-26", "price": 80, "weight": 12.5}, {"period": "Q1-26", "ask": 81}, {"start": "2026-02-01", "end": "2026-02-03", "bid": 1e1, "extra": [1, {"a": null}]}
          """#,
        more: #"""
          "granularity": "day", "timeZone": "Europe/Berlin", "calendar": "europe", "currency": "GBP", "unit": "therm",
          "method": "spline", "tension": 0.5, "floor": 0, "ceiling": 500, "comment": {"deep": [[1]]}, "prior": null,
          """#))
    let definition = request.definition
    #expect(definition.unit == .price(.gbp, per: .therm) && definition.method == .spline(flatEnd: true))
    #expect(definition.tension == 0.5 && definition.floor == 0 && definition.ceiling == 500)
    #expect(definition.strands == [.europeanPeak, .europeanOffPeak] && definition.days.zone == .centralEurope)
    #expect(definition.grid.count == 365 && definition.prior == .none)
    #expect(request.quotes.map(\.id) == ["mine", "Q1-26", "Q1-26 (2)", "2026-02-01/2026-02-03"])
    #expect(request.quotes[0].block == .europeanPeak)
    #expect(request.quotes[0].quotedOn == (try CurveFixtures.date("2025-12-30")))
    #expect(request.quotes[1].price == .soft(80, weight: 12.5))
    #expect(request.quotes[2].price == .bidAsk(bid: -.infinity, ask: 81))
    #expect(request.quotes[3].price == .bidAsk(bid: 10, ask: .infinity))
  }

  @Test func priorsAreOnePriceAPointOrForHoursOneAnHour() throws {
    let quotes = #"{"period": "2026-01", "price": 1}"#
    let span = #"{"start": "2026-10-24", "end": "2026-10-26", "timeZone": "Europe/Berlin", "granularity": "hour", "#
    let hourly = (0..<49).map { "\($0)" }.joined(separator: ", ")
    let quote = #""quotes": [{"start": "2026-10-24", "end": "2026-10-26", "price": 1}]}"#
    guard case .series(let series) = try read(span + #""prior": [\#(hourly)], "# + quote).definition.prior else {
      Issue.record("a series was expected")
      return
    }
    #expect(series.count == 49)
    // Hours keep the prior's shape about the mean that is quoted: the hours of 0 to 23, then of 24 to 48.
    let shaped = try read(span + #""prior": [\#(hourly)], "# + quote)
    let built = try shaped.definition.build(shaped.quotes)
    let hours = try built.resolved(on: series.grid).values
    #expect(abs(hours.reduce(0, +) / 49 - 1) < 1e-12)
    for (hour, value) in hours.enumerated() { #expect(abs(value - hours[0] - Double(hour)) < 1e-9) }
    #expect(try read(span + #""prior": [1, 2], "# + quote).definition.prior == .values([1, 2]))
    #expect(failure(span + #""prior": [1, 2, 3], "# + quote)?.code == .fieldCount)
    #expect(failure(request(quotes: quotes, more: #""prior": [1, "x"],"#))?.code == .notANumber)
  }

  @Test func errorsNameTheLineTheQuoteAndTheField() throws {
    let text = """
      {"start": "2026-01-01", "end": "2027-01-01",
       "quotes": [
         {"period": "2026-01", "price": 58.4},
         {"start": "2026-02-01", "end": "2026-02-31", "price": 57}
      ]}
      """
    let error = try #require(failure(text))
    #expect(error.code == .notATime)
    #expect(error.place.line == 4 && error.place.index == 1 && error.place.field == "end")
    #expect("\(error)" == #"q.json:4:[1]:end: not-a-time: "2026-02-31"; expected a day as YYYY-MM-DD"#)
    let crossed = try #require(
      failure(request(quotes: "\n" + #"{"period": "2026-01", "bid": 2,"# + "\n" + #""ask": 1}"#)))
    #expect(crossed.code == .outOfRange && crossed.place.line == 2 && crossed.place.index == 0)
  }

  @Test(arguments: [
    ("", "empty"), ("[]", "malformed"), ("{", "truncated"), (#"{"start": 5}"#, "malformed"),
    (#"{"start": "2026-01-01"}"#, "missing-field"), (#"{"end": "2026-01-01", "quotes": []}"#, "missing-field"),
    (#"{"start": "2026-01-01", "end": "2027-01-01"}"#, "missing-field"),
    (#"{"start": "2026-01-01", "end": "2026-01-01", "quotes": []}"#, "out-of-range"),
    (#"{"start": "0001-01-01", "end": "9999-01-01", "granularity": "hour", "quotes": []}"#, "out-of-range"),
    (#"{"granularity": "minute"}"#, "out-of-range"), (#"{"timeZone": "Mars/Base"}"#, "out-of-range"),
    (#"{"method": "magic"}"#, "out-of-range"), (#"{"unit": "parsec"}"#, "out-of-range"),
    (#"{"calendar": "mars"}"#, "out-of-range"), (#"{"quotes": {}}"#, "malformed"), (#"{"quotes": [1]}"#, "malformed"),
    (#"{"tension": "high"}"#, "not-a-number"), (#"{"prior": 4}"#, "malformed"),
    (#"{"quotes": [{"price": 1e999}]}"#, "not-a-number"),
    (#"{"start": "2026-01-01"} x"#, "malformed"),
  ])
  func brokenRequestsAreRefused(_ text: String, code: String) { #expect(failure(text)?.code.description == code) }

  @Test(arguments: [
    (#"{"price": 1}"#, "missing-field"), (#"{"start": "2026-02-01", "price": 1}"#, "missing-field"),
    (#"{"period": "2026-01"}"#, "missing-field"), (#"{"period": "Q9-26", "price": 1}"#, "out-of-range"),
    (#"{"start": "2026-03-01", "end": "2026-02-01", "price": 1}"#, "out-of-range"),
    (#"{"period": "2026-01", "price": 1, "bid": 1}"#, "inconsistent"),
    (#"{"period": "2026-01", "start": "2026-02-01", "price": 1}"#, "inconsistent"),
    (#"{"period": "2026-01", "bid": 1, "ask": 2, "weight": 3}"#, "inconsistent"),
    (#"{"period": "2026-01", "price": 1, "weight": -3}"#, "out-of-range"),
    (#"{"period": "2026-01", "price": 1e300}"#, "out-of-range"),
    (#"{"period": "2026-01", "price": 1, "profile": "lunch"}"#, "out-of-range"),
    (#"{"period": "2026-01", "price": "1"}"#, "not-a-number"),
  ])
  func brokenQuotesAreRefused(_ quote: String, code: String) {
    let found = failure(request(quotes: quote))
    #expect(found?.code.description == code && found?.place.index == 0)
  }

  @Test func hostileTextCostsBoundedTimeAndMemory() throws {
    var limits = Limits()
    limits.maxRows = 10
    let many = [String](repeating: #"{"period": "2026-01", "price": 1}"#, count: 11).joined(separator: ",")
    #expect(failure(request(quotes: many), limits: limits)?.code == .limitExceeded)
    limits.maxPayloadBytes = 100
    #expect(failure(request(quotes: many), limits: limits)?.code == .limitExceeded)
    let deep = String(repeating: "[", count: 100_000)
    #expect(failure(#"{"x": "# + deep)?.code == .limitExceeded)
    // Every cut of a good text is refused.
    let good = Array(request(quotes: #"{"period": "2026-01", "price": 1}"#).utf8)
    #expect((try? CurveRequest(json: good)) != nil)
    for length in 0..<good.count {
      #expect(throws: ParseError.self) { try CurveRequest(json: Array(good[..<length])) }
    }
  }

  @Test func mutatedTextNeverTraps() throws {
    let good = Array(request(quotes: #"{"period": "2026-01", "bid": 1.5, "ask": 2e0, "profile": "peak"}"#).utf8)
    var state: UInt64 = 1
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    var read = 0
    for _ in 0..<400 {
      var bytes = good
      for _ in 0..<1 + next() % 3 { bytes[next() % bytes.count] = UInt8(truncatingIfNeeded: next()) }
      if (try? CurveRequest(json: bytes)) != nil { read += 1 }
    }
    #expect(read < 400)
  }
}
