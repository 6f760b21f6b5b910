public import MarketData

extension LimitFigure {
  /// Value at risk and expected shortfall of a result, at each of its levels, over its horizon.
  ///
  ///     let figures = LimitFigure.figures(of: result, scope: .book("Gas")) + LimitFigure.figures(of: stresses)
  ///     try limits.report(figures)
  public static func figures(of result: RiskResult, scope: RiskLimit.Scope = .all) -> [LimitFigure] {
    let days = Double(result.horizon.days)
    return result.figures.flatMap { figure in
      [
        LimitFigure(
          .valueAtRisk(level: figure.level, days: days), scope, figure.valueAtRisk, unit: result.currency.code),
        LimitFigure(
          .expectedShortfall(level: figure.level, days: days), scope, figure.expectedShortfall,
          unit: result.currency.code),
      ]
    }
  }

  /// The loss of each stress scenario, and that of the worst, at least zero, under the name `worst`; none without results.
  public static func figures(of stresses: [StressResult], scope: RiskLimit.Scope = .all) -> [LimitFigure] {
    guard let worst = stresses.max(by: { $0.loss < $1.loss }) else { return [] }
    return stresses.map { LimitFigure(.stressLoss($0.id), scope, $0.loss, unit: $0.currency) }
      + [LimitFigure(.stressLoss(), scope, max(0, worst.loss), unit: worst.currency)]
  }

  /// The net open position of each hub of a ladder over all of its buckets and blocks, in the hub's unit.
  public static func figures(of ladder: PositionLadder) -> [LimitFigure] {
    Set(ladder.cells.map(\.hub)).sorted().map { hub in
      LimitFigure(.position, .hub(hub), ladder.energy(hub: hub), unit: ladder.unit(ofHub: hub)?.symbol ?? "MWh")
    }
  }

  /// The months from a day to the end of the last delivery among some positions, part months counted in full; zero without any.
  public static func tenor(
    of entries: [PositionLadder.Entry], from today: LocalDate, scope: RiskLimit.Scope = .all
  ) -> LimitFigure {
    let last = entries.map { $0.period.end.advanced(byDays: -1) }.max() ?? today
    let months = (last.year - today.year) * 12 + last.month - today.month + (last.day > today.day ? 1 : 0)
    return LimitFigure(.tenor, scope, Double(max(0, months)), unit: "months")
  }

  /// The sum of the absolute values of positions at today's levels of the prices that they hang on, in the reporting currency.
  ///
  /// Rates of exchange and volatilities are no prices of what is held: a vega times a volatility is no notional.
  ///
  /// - Throws: `outOfRange` with the place of a price that has a delta and no level.
  public static func notional(of portfolio: Portfolio, scope: RiskLimit.Scope = .all) throws(RiskError) -> LimitFigure {
    var sum = CompensatedSum()
    for position in portfolio.positions.indices {
      for (place, delta) in portfolio.exposures.deltas(of: position) {
        let factor = portfolio.factors[place]
        guard factor.isPrice else { continue }
        guard let level = factor.level else {
          throw RiskError(
            .outOfRange, found: "no level of \(factor.name)", expected: "one for each factor", index: place)
        }
        sum.add(abs(delta * level))
      }
    }
    return LimitFigure(.notional, scope, sum.value, unit: portfolio.reportingCurrency.code)
  }

  /// The largest potential future exposure of a counterparty over time.
  public static func potentialFutureExposure(
    of profile: ExposureProfile, counterparty: String, currency: Currency
  ) -> LimitFigure {
    LimitFigure(
      .potentialFutureExposure(level: profile.level), .counterparty(counterparty), profile.peak.exposure,
      unit: currency.code)
  }
}
