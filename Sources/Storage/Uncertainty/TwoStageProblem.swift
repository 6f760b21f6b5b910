/// A position to be taken day-ahead before prices are known, and a store that is dispatched once they are.
///
///     let problem = try TwoStageProblem(
///       battery, steps: tomorrow, dayAhead: .certain(auction), realTime: scenarios, initialEnergy: 200,
///       deviationCharge: 5)
///     let result = try problem.solve()
///     result.position                            // MW sold in each step, the same in every scenario
///     result.valueOfStochasticSolution           // what looking at scenarios and not at their mean is worth
///     result.expectedValueOfPerfectInformation   // what knowing the future would be worth
///
/// In scenario ω the position x earns the day-ahead price, and what the store delivers beyond it is settled at the real-time price:
/// `Σ h·(DA·x + RT·(net − x) − charge·|net − x|) − wear + terminal value`. Prices of both markets may differ by scenario; the position may
/// not, and the dispatch may: it sees its whole scenario, as is usual in two-stage programs, so that the value is an upper
/// bound of what a dispatch that learns prices hour by hour can earn with the same position.
///
/// Services are sold in the first stage too: an award is the same in every scenario, keeps power and energy free in each of them, and is
/// paid at the price of its offer, which is that of the auction and certain. What calls deliver or draw on average is settled at each
/// scenario's real-time price and is no deviation. A ``Commitment/deliverable`` position is deliverable together with the awards.
/// Services that are bought in real time as well, prices of services by scenario and calls that differ by scenario are not covered.
///
/// Without a charge on deviations a position is a bet on the two prices apart from the battery, and goes to its limit wherever
/// their means differ; with one, or with a ``Commitment/deliverable`` position, the store and the position belong together.
///
/// Source: J. R. Birge, F. Louveaux, *Introduction to Stochastic Programming*, 2nd edition, sections 1.1 and 4.1-4.3; R. T. Rockafellar,
/// S. Uryasev, *Journal of Risk* 2 (2000) 21-41, for the shortfall as a linear program.
public struct TwoStageProblem: Hashable, Sendable {
  /// Which positions may be taken.
  public enum Commitment: Hashable, Sendable, Codable {
    /// Any within the power of the store.
    case power
    /// A schedule that the store can deliver: its stored energy stays in the window, both ends as in the real dispatch.
    case deliverable
    /// Any from so many MW bought to so many sold.
    case within(ClosedRange<Double>)
  }

  /// How much the worst scenarios count beside the mean.
  public struct Aversion: Hashable, Sendable, Codable {
    /// The weight of the expected shortfall of the value, 0 to 1; the mean has the rest.
    public let weight: Double
    /// The probability of a scenario outside the tail, between 0 and 1: at 0.95 the worst twentieth counts.
    public let level: Double

    /// Makes an aversion; it is checked by the problem.
    public init(weight: Double, level: Double) {
      self.weight = weight
      self.level = level
    }
  }

  /// The store.
  public let asset: StorageAsset
  /// The steps.
  public let steps: DispatchSteps
  /// The day-ahead prices: as many scenarios as in real time, or one.
  public let dayAhead: PriceScenarios
  /// The real-time prices.
  public let realTime: PriceScenarios
  /// The power that is there.
  public let availability: Availability
  /// MWh in the store at the beginning.
  public let initialEnergy: Double
  /// What is left at the end is worth.
  public let terminal: TerminalValue
  /// Which positions may be taken.
  public let commitment: Commitment
  /// What a MWh of difference to the position costs beside the real-time price.
  public let deviationCharge: Double
  /// How much the worst scenarios count; `nil` where the mean alone does.
  public let aversion: Aversion?
  /// The services that are sold day-ahead beside energy.
  public let offers: [ServiceOffer]
  /// When energy for a sustained call must be in the store.
  public let reservation: ServiceProblem.Reservation
  /// The store against the mean of the real-time prices.
  let meanDispatch: DispatchProblem
  /// The store and its services without prices of energy: what is settled is settled against the position.
  let store: ServiceProblem

  /// Makes a problem.
  ///
  /// - Throws: `countMismatch` for prices of other steps or other counts of scenarios, `mismatch` for other weights, `outOfRange`
  ///   for an energy outside the window, a negative charge, a weight or a level; as ``DispatchProblem`` and ``ServiceProblem``.
  public init(
    _ asset: StorageAsset, steps: DispatchSteps, dayAhead: PriceScenarios, realTime: PriceScenarios,
    initialEnergy: Double, terminal: TerminalValue = .none, availability: Availability = .full,
    commitment: Commitment = .power, deviationCharge: Double = 0, aversion: Aversion? = nil,
    offers: [ServiceOffer] = [], reservation: ServiceProblem.Reservation = .sustained
  ) throws(StorageError) {
    try InputCheck.count(dayAhead.stepCount, steps.count, "dayAhead")
    try InputCheck.count(realTime.stepCount, steps.count, "realTime")
    guard dayAhead.count == 1 || dayAhead.count == realTime.count else {
      throw StorageError(
        .countMismatch, field: "dayAhead", found: "\(dayAhead.count) scenarios", expected: "1 or \(realTime.count)")
    }
    guard dayAhead.count == 1 || zip(dayAhead.weights, realTime.weights).allSatisfy({ abs($0 - $1) <= 1e-12 }) else {
      throw StorageError(
        .mismatch, field: "dayAhead", found: "other weights than in real time", expected: "the same scenarios")
    }
    try InputCheck.within(0...1e6, deviationCharge, "deviationCharge")
    if let aversion {
      try InputCheck.within(0...1, aversion.weight, "aversion.weight")
      try InputCheck.within(0...0.999_999, aversion.level, "aversion.level")
    }
    if case .within(let range) = commitment {
      try InputCheck.within(-InputCheck.largestSize...InputCheck.largestSize, range.lowerBound, "commitment")
      try InputCheck.within(-InputCheck.largestSize...InputCheck.largestSize, range.upperBound, "commitment")
    }
    self.asset = asset
    self.steps = steps
    self.dayAhead = dayAhead
    self.realTime = realTime
    self.availability = availability
    self.initialEnergy = initialEnergy
    self.terminal = terminal
    self.commitment = commitment
    self.deviationCharge = deviationCharge
    self.aversion = aversion
    self.offers = offers
    self.reservation = reservation
    func dispatch(_ prices: [Double]) throws(StorageError) -> DispatchProblem {
      try DispatchProblem(
        asset, steps: steps, prices: prices, availability: availability, initial: .energy(initialEnergy),
        terminal: terminal)
    }
    meanDispatch = try dispatch(realTime.mean)
    store = try ServiceProblem(
      dispatch([Double](repeating: 0, count: steps.count)), offers: offers, reservation: reservation)
  }

  /// The store against one course of real-time prices.
  func dispatch(_ prices: [Double]) throws(StorageError) -> DispatchProblem {
    try DispatchProblem(
      asset, steps: steps, prices: prices, availability: availability, initial: .energy(initialEnergy),
      terminal: terminal)
  }

  /// The prices of a scenario.
  func future(_ scenario: Int) -> Future {
    Future(
      weight: realTime.weights[scenario], dayAhead: Array(dayAhead[dayAhead.count == 1 ? 0 : scenario]),
      realTime: Array(realTime[scenario]))
  }

  /// One course of both prices.
  struct Future {
    var weight: Double
    var dayAhead: [Double]
    var realTime: [Double]
  }
}
