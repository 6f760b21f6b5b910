public import Valuation

/// What the chance of default of either party is worth: CVA and DVA of one counterparty's trades.
///
///     let credit = try CreditValuation(
///       of: profile, counterparty: hazard, recovery: 0.4, discount: rates, own: (ourHazard, 0.4))
///     credit.counterparty            // CVA, a cost: positive
///     credit.own                     // DVA, a benefit: positive
///     value - credit.adjustment      // the value with credit
///
/// CVA = (1 - R) Σ ½ (D₋EE₋ + D EE) × P(default in the step), the sum over the times of the profile from zero on; a profile
/// without time zero counts its first exposure for the step from zero. With an own hazard both count only while the other party
/// has not defaulted first (bilateral, independent defaults). Exposures should come from risk-neutral paths, and their link to the
/// default (wrong-way risk) is not modelled here.
///
/// Source: J. Gregory, The xVA Challenge, the chapters on CVA and DVA; Basel III (BCBS 189), paragraph 98.
public struct CreditValuation: DocumentedResult {
  /// The expected loss from the counterparty's default, discounted: from 0 on.
  public let counterparty: Double
  /// The standard error of ``counterparty``, as if the times were fully correlated: an upper bound.
  ///
  /// Infinite for a single path, whose exposures have no error; 0 where no default can cost anything.
  @Unbounded public private(set) var counterpartyStandardError: Double
  /// The expected gain from our own default, discounted: from 0 on; 0 without an own hazard.
  public let own: Double
  /// The loss of each step, ending at the profile's times: they add up to ``counterparty``.
  public let counterpartyByTime: [Double]
  /// What the valuation rests on.
  public let basis: ResultBasis

  /// What the value of the trades falls by: CVA less DVA.
  public var adjustment: Double { counterparty - own }

  /// The parts that a step contributes.
  private struct Step {
    var loss = 0.0
    var error = 0.0
    var gain = 0.0
  }

  /// Values the chance of default.
  ///
  /// - Parameters:
  ///   - profile: Exposures at rising times.
  ///   - counterparty: The counterparty's hazard.
  ///   - recovery: The share of its debt that it pays in a default.
  ///   - discount: The discount factors.
  ///   - own: Our own hazard and recovery, for a bilateral adjustment.
  /// - Throws: `outOfRange` for a recovery outside 0 to 1.
  public init(
    of profile: ExposureProfile, counterparty: HazardCurve, recovery: Double, discount: DiscountFactors,
    own: (hazard: HazardCurve, recovery: Double)? = nil
  ) throws(RiskError) {
    try InputCheck.within(0...1, recovery, "recovery")
    if let own { try InputCheck.within(0...1, own.recovery, "own recovery") }
    var total = Step()
    var byTime: [Double] = []
    var start = 0.0
    var before = 0
    for (index, time) in profile.times.enumerated() {
      if time == 0 {
        byTime.append(0)
        continue
      }
      let (from, to) = (discount(start), discount(time))
      // A chance, a loss or a discount factor of zero takes nothing of an error that is not known.
      func mean(_ values: [Double], times weight: Double) -> Double {
        [(from, values[before]), (to, values[index])].reduce(0.0) { sum, part in
          let share = 0.5 * weight * part.0
          return share == 0 ? sum : sum + share * part.1
        }
      }
      let chance = counterparty.defaultProbability(from: start, to: time, before: own?.hazard)
      let loss = mean(profile.expected, times: (1 - recovery) * chance)
      total.loss += loss
      total.error += mean(profile.expectedStandardErrors, times: (1 - recovery) * chance)
      if let own {
        let chance = own.hazard.defaultProbability(from: start, to: time, before: counterparty)
        total.gain += mean(profile.expectedNegative, times: (1 - own.recovery) * chance)
      }
      byTime.append(loss)
      start = time
      before = index
    }
    self.counterparty = total.loss
    _counterpartyStandardError = Unbounded(wrappedValue: total.error)
    self.own = total.gain
    counterpartyByTime = byTime
    basis = ResultBasis(
      method: own == nil ? "unilateral credit valuation" : "bilateral credit valuation",
      conventions: ["recovery": "\(recovery)", "exposure": "mean of the ends of a step"],
      inputs: [
        .init("exposure") { digest in
          for values in [profile.times, profile.expected, profile.expectedNegative] { digest.add(values) }
        },
        .init("default and discount") { digest in
          digest.add(profile.times.map { counterparty.survival($0) })
          digest.add(profile.times.map { discount($0) })
          if let own { digest.add(profile.times.map { own.hazard.survival($0) } + [own.recovery]) }
        },
      ], simulationError: total.error.isFinite ? total.error : nil)
  }
}

extension CreditValuation {
  /// The adjustments in a table.
  public var description: String {
    page(
      [],
      [
        TextTable(
          ["adjustment", "amount", "+/-"],
          [
            [
              "CVA, the counterparty's default", TextTable.number(counterparty),
              TextTable.number(counterpartyStandardError),
            ],
            ["DVA, our own default", TextTable.number(own), "-"],
            ["CVA less DVA", TextTable.number(adjustment), "-"],
          ])
      ])
  }
}
