public import NumericalKernels
import Valuation

extension DCModel {
  /// Screens the outage of every active branch, or of some, one at a time.
  ///
  /// - Parameters:
  ///   - flow: the flows before; those of the stored dispatch unless given.
  ///   - places: the branches whose outages count, by place; all unless given.
  ///   - options: the ratings, what counts as an overload, and how many are kept.
  /// - Throws: `countMismatch` or `notFinite` for flows that are not of this network; `outOfRange` for a place that is not there or an
  ///   option.
  /// - Complexity: for each outage two multiplications for each entry of the factor L and some for each branch: half a second for
  ///   14,000 outages of 16,000 branches, on one thread. Memory is that of the result and some megabytes.
  public func screenOutages(
    _ flow: DCPowerFlow? = nil, of places: [Int]? = nil, options: OutageScreening.Options = .init()
  ) throws(NodalError) -> OutageScreening {
    let flow = if let flow { flow } else { try powerFlow(rating: options.rating) }
    let screen = try OutageScreen(self, flow: flow, places: places, options: options)
    return screening(try screen.allOutages(), flow, options)
  }

  /// Screens outages as ``screenOutages(_:of:options:)`` does, several chunks at a time.
  ///
  /// The result is the same to the last bit at any width.
  ///
  /// - Parameters:
  ///   - flow: the flows before; those of the stored dispatch unless given.
  ///   - places: the branches whose outages count, by place; all unless given.
  ///   - options: the ratings, what counts as an overload, and how many are kept.
  ///   - width: how many chunks may run at a time.
  ///   - progress: told of each chunk of 256 outages.
  /// - Throws: `cancelled` where the task was cancelled; `failed` with what ``screenOutages(_:of:options:)`` throws.
  public func screenOutagesInParallel(
    _ flow: DCPowerFlow? = nil, of places: [Int]? = nil, options: OutageScreening.Options = .init(),
    width: Int? = nil, progress: (@Sendable (Parallel.Progress) -> Void)? = nil
  ) async throws(ParallelError<NodalError>) -> OutageScreening {
    let base: DCPowerFlow
    let screen: OutageScreen
    do throws(NodalError) {
      base = if let flow { flow } else { try powerFlow(rating: options.rating) }
      screen = try OutageScreen(self, flow: base, places: places, options: options)
    } catch {
      throw .failed(error, chunk: 0)
    }
    let parts = try await Parallel.map(
      count: screen.places.count, chunkLength: OutageScreen.chunk, width: width, progress: progress
    ) { (range) throws(NodalError) in try screen.outages(range) }
    return screening(parts.flatMap { $0 }, base, options)
  }

  /// Hands the flows after each outage to `body`, one outage after the other, and keeps none.
  ///
  ///     try model.forEachOutage(of: flow) { branch, flows in worst = max(worst, abs(flows[17])) }
  ///
  /// Outages of bridges are as in ``OutageScreening``; those that leave a singular matrix are passed over.
  ///
  /// - Parameters:
  ///   - flow: the flows before.
  ///   - places: the branches whose outages count, by place; all active ones unless given.
  ///   - body: gets the place of the branch that is out and the flow on every branch, MW.
  /// - Throws: as ``screenOutages(_:of:options:)``.
  /// - Complexity: as ``screenOutages(_:of:options:)``, and the writing of the flows.
  public func forEachOutage(
    of flow: DCPowerFlow, of places: [Int]? = nil, _ body: (Int, Span<Double>) -> Void
  ) throws(NodalError) {
    let screen = try OutageScreen(self, flow: flow, places: places, options: .init())
    let isBridge = graph.isBridge
    let count = network.branches.count
    var after = [Double](repeating: 0, count: count)
    for start in stride(from: 0, to: screen.places.count, by: 64) {
      let chunk = screen.places[start..<min(screen.places.count, start + 64)]
      let connected = chunk.filter { !isBridge[$0] }
      let shares = try solved { () throws(NumericalError) in try solver.removalShares(of: connected) }
      for (position, place) in connected.enumerated() {
        var isSound = true
        for branch in 0..<count {
          let share = shares[position * count + branch]
          isSound = isSound && abs(share) < 1e9
          after[branch] = flow.flows[branch] + share * flow.flows[place]
        }
        guard isSound else { continue }
        after[place] = 0
        body(place, after.span)
      }
      for place in chunk where isBridge[place] {
        let flows = try screen.separated(place).flows
        body(place, flows.span)
      }
    }
  }

  private func screening(
    _ outages: [OutageScreening.Outage], _ flow: DCPowerFlow, _ options: OutageScreening.Options
  ) -> OutageScreening {
    let limits = options.rating.limits(of: network)
    let base = flow.flows.indices.compactMap { place -> BranchLoading? in
      guard abs(flow.flows[place]) > limits[place] else { return nil }
      return BranchLoading(branch: place, flow: flow.flows[place], limit: limits[place])
    }
    return OutageScreening(
      outages: outages.sorted(by: OutageScreening.Outage.isWorse),
      baseOverloads: base.sorted(by: BranchLoading.isWorse),
      basis: ResultBasis(
        method: "N-1 screening by outage factors",
        conventions: conventions.merging(["rating": options.rating.rawValue]) { first, _ in first }))
  }
}
