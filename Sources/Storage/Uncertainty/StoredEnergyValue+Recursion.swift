extension StoredEnergyValue {
  /// Values stored energy against the prices of a problem, with its availability and terminal value.
  ///
  /// - Parameters:
  ///   - problem: What is dispatched; what it begins with does not matter.
  ///   - resolution: The most segments of a staircase; finer ones are merged, keeping the value at every kept corner.
  /// - Throws: `unsupported` for a cyclic beginning, an end that is fixed, or a terminal curve that is not concave or
  ///   does not reach over the window; `outOfRange` for the resolution; `tooLarge`.
  /// - Complexity: O(steps × segments); the segments are few where prices of hours are alike, at most `resolution`.
  public init(_ problem: DispatchProblem, resolution: Int = 512) throws(StorageError) {
    guard problem.initial != .cyclic else {
      throw StorageError(
        .unsupported, field: "initial", found: "a cyclic beginning", expected: "a horizon with a terminal value")
    }
    try self.init(problem, resolution) { step in
      [Outcome(weight: 1, buy: problem.buyPrices[step], sell: problem.sellPrices[step])]
    }
  }

  /// Values stored energy against scenarios, whose prices are taken as independent from step to step.
  ///
  /// The value of energy that can wait for a good price exceeds its value against the mean price: that is the option.
  ///
  /// - Parameters:
  ///   - asset: The store.
  ///   - steps: The steps.
  ///   - scenarios: Possible prices of each step.
  ///   - charges: What stands between a market's price and what is paid.
  ///   - availability: Full unless given.
  ///   - terminal: What is left at the end is worth.
  ///   - resolution: The most segments of a staircase.
  /// - Throws: As ``init(_:resolution:)``; `countMismatch`.
  /// - Complexity: O(steps × scenarios × segments).
  public init(
    _ asset: StorageAsset, steps: DispatchSteps, scenarios: PriceScenarios, charges: MarketCharges = .none,
    availability: Availability = .full, terminal: TerminalValue = .none, resolution: Int = 512
  ) throws(StorageError) {
    try InputCheck.count(scenarios.stepCount, steps.count, "scenarios")
    let problem = try DispatchProblem(
      asset, steps: steps, prices: scenarios.mean, charges: charges, availability: availability,
      initial: .energy(asset.window.lowerBound), terminal: terminal)
    try self.init(problem, resolution) { step in
      (0..<scenarios.count).map { scenario in
        let price = scenarios.values[scenario * scenarios.stepCount + step]
        return Outcome(
          weight: scenarios.weights[scenario], buy: charges.buying(at: price), sell: charges.selling(at: price))
      }
    }
  }

  /// A price that a step may have.
  struct Outcome {
    var weight: Double
    var buy: Double
    var sell: Double
  }

  private init(_ problem: DispatchProblem, _ resolution: Int, _ outcomes: (Int) -> [Outcome]) throws(StorageError) {
    try InputCheck.within(2...65_536, Double(resolution), "resolution")
    var stairs = try Staircase(problem.terminal, over: problem.asset.window)
    var all = [stairs]
    var total = stairs.slopes.count
    for step in (0..<problem.count).reversed() {
      let reach = StepReach(problem, step: step)
      let possible = outcomes(step)
      stairs =
        possible.count == 1
        ? stairs.before(reach, possible[0]) : Staircase.mean(possible.map { ($0.weight, stairs.before(reach, $0)) })
      stairs.coarsen(to: resolution)
      total += stairs.slopes.count
      guard total <= Self.largestCount else {
        throw StorageError(
          .tooLarge, field: "steps", found: "\(problem.count) steps with staircases of \(stairs.slopes.count) segments",
          expected: "fewer steps or a lower resolution")
      }
      all.append(stairs)
    }
    all.reverse()
    var (starts, ends, slopes) = ([0], [Double](), [Double]())
    for stairs in all {
      ends += stairs.ends
      slopes += stairs.slopes
      starts.append(slopes.count)
    }
    window = problem.asset.window
    steps = problem.steps
    self.starts = starts
    self.ends = ends
    self.slopes = slopes
    bases = all.map(\.base)
  }

  /// The most segments in all.
  private static let largestCount = 20_000_000
}
