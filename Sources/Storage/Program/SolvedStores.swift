/// Stores in one program, solved so that each of them does only what a store can.
///
/// A relaxation comes first; where it charges and discharges at once or fills an efficiency out of order, and a store could not do
/// the same, decisions forbid it and the program is solved again.
struct SolvedStores<Parts> {
  /// What the program found.
  let solution: DispatchProgram.Solution
  /// The stores in it.
  let stores: [StoreVariables]
  /// What was added to the stores.
  let parts: Parts
  /// What each store does, near its limits; empty where nothing was found.
  let powers: [StorePowers]
  /// Whether decisions were needed.
  let method: DispatchMethod

  /// Puts programs together and solves them until one is true.
  ///
  /// - Parameters:
  ///   - problems: The stores.
  ///   - isFree: Whether nothing outside the stores' own services limits what they deliver, or prices it.
  ///   - strictness: What each store is held to from the beginning.
  ///   - examined: How many of the stores are held to what they can do beyond that; all unless given.
  ///   - mostDecisions: The most steps, of all stores together, that are held to what a store can do; where it would take more the
  ///     relaxation stays, whose bound holds all the same. With such a limit the search ends after 2,000 parts.
  ///   - build: Adds to the stores what else the program holds. Stores come without revenue where `earns` is false: then `build` counts
  ///     it.
  init(
    _ problems: [ServiceProblem], isFree: Bool = true, earns: Bool = true,
    strictness expected: [DispatchProgram.Strictness]? = nil, examined: Int = .max, mostDecisions: Int = .max,
    _ options: DispatchProgram.Options,
    _ build: (inout DispatchProgram, [StoreVariables]) throws(StorageError) -> Parts
  ) throws(StorageError) {
    typealias Strictness = DispatchProgram.Strictness
    var options = options
    if mostDecisions < .max { options.nodeLimit = min(options.nodeLimit, Self.mostNodes) }
    var strictness = expected ?? problems.map(\.dispatch.expectedStrictness)
    func isTooMuch(_ strictness: [Strictness]) -> Bool { strictness.reduce(0) { $0 + $1.count } > mostDecisions }
    var isRelaxed = isTooMuch(strictness)
    if isRelaxed { strictness = problems.map { _ in Strictness() } }
    while true {
      var program = DispatchProgram()
      var stores: [StoreVariables] = []
      for (problem, strictness) in zip(problems, strictness) {
        stores.append(try program.add(problem, weight: earns ? 1 : 0, strictness))
      }
      let parts = try build(&program, stores)
      let solution = try program.solve(options)
      let powers = solution.hasValues ? stores.map { $0.powers(in: solution) } : []
      var stricter = strictness
      for (index, power) in powers.enumerated().prefix(examined) {
        stricter[index].formUnion(power.looseness(problems[index], isFree: isFree))
      }
      isRelaxed = isRelaxed || isTooMuch(stricter)
      guard stricter != strictness, !isRelaxed else {
        self.solution = solution
        self.stores = stores
        self.parts = parts
        self.powers = powers
        method = program.method
        return
      }
      strictness = stricter
    }
  }

  /// The parts of the space of decisions that a search with few decisions explores.
  private static var mostNodes: Int { 2_000 }
}
