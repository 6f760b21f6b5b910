import MarketData
import Testing

@Suite("ExchangeRates")
struct ExchangeRatesTests {
  // European Central Bank reference rates around Friday 5 January 2024.
  private func rates() throws -> ExchangeRates {
    try ExchangeRates(
      base: .eur,
      [
        (.on("2024-01-08"), .usd, 1.0946), (.on("2024-01-05"), .usd, 1.0921), (.on("2024-01-05"), .gbp, 0.86155),
        (.on("2024-01-04"), .gbp, 0.86278), (.on("2024-01-04"), .usd, 1.0953),
      ])
  }

  @Test("direct, inverse and cross rates, with pence")
  func cross() throws {
    let rates = try rates()
    let friday = LocalDate.on("2024-01-05")
    #expect(try rates.rate(from: .eur, to: .usd, on: friday) == 1.0921)
    #expect(try rates.rate(from: .usd, to: .eur, on: friday) == 1 / 1.0921)
    #expect(try agrees(rates.rate(from: .usd, to: .gbp, on: friday), 0.86155 / 1.0921))
    #expect(try agrees(rates.rate(from: .usd, to: .pence, on: friday), 86.155 / 1.0921))
    #expect(try agrees(rates.rate(from: .pence, to: .eur, on: friday), 0.01 / 0.86155))
    #expect(try rates.rate(from: .pence, to: .gbp, on: .on("1999-01-01")) == 0.01)
    #expect(try rates.rate(from: .usd, to: .usd, on: .on("1999-01-01")) == 1)
  }

  @Test("a weekend throws, or takes Friday's rate where asked")
  func fill() throws {
    let rates = try rates()
    let sunday = LocalDate.on("2024-01-07")
    #expect(throwsUnitError(.rateMissing) { try rates.rate(from: .eur, to: .usd, on: sunday) })
    #expect(
      throwsUnitError(.rateMissing) {
        try rates.rate(from: .eur, to: .usd, on: sunday, fill: .previous(maxDays: 1))
      })
    let fixing = try rates.fixing(from: .eur, to: .usd, on: sunday, fill: .previous(maxDays: 2))
    #expect(fixing.rate == 1.0921 && fixing.date == .on("2024-01-05"))
    #expect(
      throwsUnitError(.rateMissing) {
        try rates.rate(from: .eur, to: .usd, on: .on("2023-01-01"), fill: .previous(maxDays: 9))
      })
  }

  @Test("both legs of a cross rate are from one date")
  func oneDate() throws {
    // On Monday only the dollar is fixed: the pair falls back to Friday for both.
    let fixing = try rates().fixing(from: .usd, to: .gbp, on: .on("2024-01-08"), fill: .previous(maxDays: 5))
    #expect(fixing.date == .on("2024-01-05"))
    #expect(agrees(fixing.rate, 0.86155 / 1.0921))
    #expect(throwsUnitError(.rateMissing) { try rates().rate(from: .usd, to: .gbp, on: .on("2024-01-08")) })
  }

  @Test("bad quotes and unknown currencies throw")
  func bad() throws {
    let friday = LocalDate.on("2024-01-05")
    #expect(throwsUnitError(.unknownCurrency) { try rates().rate(from: .usd, to: .jpy, on: friday) })
    #expect(throwsUnitError(.invalidNumber) { try ExchangeRates(base: .eur, [(friday, .usd, 0)]) })
    #expect(throwsUnitError(.invalidNumber) { try ExchangeRates(base: .eur, [(friday, .usd, .nan)]) })
    #expect(
      throwsUnitError(.conflictingRates) { try ExchangeRates(base: .eur, [(friday, .usd, 1.1), (friday, .usd, 1.2)]) })
    #expect(throwsUnitError(.conflictingRates) { try ExchangeRates(base: .eur, [(friday, .eur, 1.1)]) })
    #expect(try ExchangeRates(base: .gbp, [(friday, .pence, 100), (friday, .usd, 1.27)]).currencyCodes == ["USD"])
    #expect(throwsUnitError(.currencyMismatch) { try ExchangeRates(base: .pence, [(friday, .usd, 1.1)]) })
  }
}
