extension DispatchResult {
  /// Splits every price into energy, congestion and loss.
  ///
  /// - Parameters:
  ///   - network: the network that was dispatched.
  ///   - reference: the bus, or the weights of buses, at which energy is priced; `.generation` weighs by the network's stored outputs.
  ///   - convention: that of the dispatch.
  /// - Throws: `unsound` unless the result has prices, `countMismatch` unless it is of this network; `unknownElement` for a bus of
  ///   the reference; `outOfRange` for weights that cancel.
  /// - Complexity: one factorisation, and a solve for each limit that binds.
  public func decomposed(
    in network: Network, reference: Slack = .reference, convention: SusceptanceConvention = .matpower
  ) throws(NodalError) -> PriceDecomposition {
    guard status.isOptimal else {
      throw NodalError(.unsound, found: "a dispatch that is \(status)", expected: "one with prices")
    }
    guard prices.count == network.buses.count, flows.count == network.branches.count,
      hvdcFlows.count == network.hvdcLines.count
    else {
      throw NodalError(
        .countMismatch, found: "\(prices.count) prices and \(flows.count) flows",
        expected: "\(network.buses.count) and \(network.branches.count), those of the network")
    }
    let frame = try DispatchFrame(network, convention, .longTerm)
    let factors = try PriceFactors(network, frame, marginalLosses: marginalLosses)
    let chosen = try DCModel.references(of: network, frame.islands, reference)
    let weights = try DCModel.slackWeights(try reference.rawWeights(in: network), frame.islands, chosen)
    var split = PriceSplit(self, factors, weights)
    try split.addTerms(binding.filter { !$0.terms.isEmpty })
    split.join()
    return split.decomposition
  }
}

/// A decomposition while it is made: first by island, then joined along HVDC lines.
struct PriceSplit {
  private let result: DispatchResult
  private let factors: PriceFactors
  private let weights: [Double]
  private var network: Network { factors.network }
  private var islandOfBus: [Int?] { factors.frame.islands.ofBus }
  private var energy: [Double]
  private var loss: [Double]
  private var transport: [Double]
  private var delivery: [Double]
  private var terms: [PriceDecomposition.Term] = []

  init(_ result: DispatchResult, _ factors: PriceFactors, _ weights: [Double]) {
    self.result = result
    self.factors = factors
    self.weights = weights
    let islands = factors.frame.islands
    var price = [Double](repeating: 0, count: islands.count)
    var delivered = price
    for (place, island) in islands.ofBus.enumerated() {
      guard let island else { continue }
      price[island] += weights[place] * result.prices[place]
      delivered[island] += weights[place] * factors.delivery[place]
    }
    let zeros = [Double](repeating: 0, count: islands.ofBus.count)
    (energy, loss, transport, delivery) = (zeros, zeros, zeros, zeros)
    for (place, island) in islands.ofBus.enumerated() {
      guard let island else { continue }
      energy[place] = price[island]
      delivery[place] = factors.delivery[place] / delivered[island]
      loss[place] = (delivery[place] - 1) * price[island]
    }
  }

  /// Adds the terms of binding limits, by their factors at the reference that was asked for.
  mutating func addTerms(_ binding: [BindingLimit]) throws(NodalError) {
    for limit in binding {
      var response = try factors.response(of: limit.terms)
      var atReference = [Double](repeating: 0, count: factors.frame.islands.count)
      for (place, island) in islandOfBus.enumerated() {
        if let island { atReference[island] += weights[place] * response[place] }
      }
      for (place, island) in islandOfBus.enumerated() {
        if let island { response[place] -= delivery[place] * atReference[island] }
      }
      terms.append(.init(limit: limit.limit, signedPrice: limit.signedPrice, factors: response))
    }
  }

  /// Prices islands that HVDC lines connect from the one with most buses, or the one of a single reference.
  mutating func join() {
    let islands = factors.frame.islands
    guard islands.count > 1 else { return }
    let members = islands.buses
    var isDone = [Bool](repeating: false, count: islands.count)
    for start in islands.buses.indices.sorted(by: { (members[$1].count, $0) < (members[$0].count, $1) })
    where !isDone[start] {
      isDone[start] = true
      var queue = [start]
      while let island = queue.popLast() {
        for line in network.activeHVDCLines {
          let ends = (islandOfBus[network.hvdcFrom[line]], islandOfBus[network.hvdcTo[line]])
          guard let from = ends.0, let to = ends.1, from != to, from == island || to == island else { continue }
          let next = from == island ? to : from
          guard !isDone[next] else { continue }
          isDone[next] = true
          join(members[next], along: line, isForward: from == island)
          queue.append(next)
        }
      }
    }
  }

  /// Prices the buses of an island from the other end of an HVDC line.
  private mutating func join(_ buses: [Int], along place: Int, isForward: Bool) {
    let line = network.hvdcLines[place]
    let (from, to) = (network.hvdcFrom[place], network.hvdcTo[place])
    let (near, far) = isForward ? (from, to) : (to, from)
    let arriving = 1 - line.lossSlope
    // At an optimum arriving · price(to) = price(from) + cost + rent.
    let spread = arriving * result.prices[to] - result.prices[from]
    let isBinding = result.binding.contains { $0.limit == .hvdcLine(line.id) }
    let cost = isBinding ? (line.cost ?? .zero).marginal(at: result.hvdcFlows[place]) : spread
    let rent = spread - cost
    let scale = isForward ? 1 / arriving : -1
    let lost = isForward ? result.prices[from] * (1 / arriving - 1) : -line.lossSlope * result.prices[to]
    let (lossThere, transportThere) = (loss[far], transport[far])
    for bus in buses {
      energy[bus] = energy[near]
      loss[bus] += loss[near] + lost - lossThere
      transport[bus] += transport[near] + cost * scale - transportThere
    }
    for index in terms.indices {
      var values = terms[index].factors
      let there = values[far]
      for bus in buses { values[bus] += values[near] - there }
      terms[index] = .init(limit: terms[index].limit, signedPrice: terms[index].signedPrice, factors: values)
    }
    guard isBinding, rent != 0 else { return }
    var values = [Double](repeating: 0, count: network.buses.count)
    for bus in buses { values[bus] = -scale }
    terms.append(.init(limit: .hvdcLine(line.id), signedPrice: rent, factors: values))
  }

  /// What was made, the dearest limit first.
  var decomposition: PriceDecomposition {
    var congestion = [Double](repeating: 0, count: network.buses.count)
    for term in terms {
      for place in congestion.indices { congestion[place] -= term.signedPrice * term.factors[place] }
    }
    return PriceDecomposition(
      energy: energy, congestion: congestion, loss: loss, transport: transport,
      terms: terms.sorted { ($1.shadowPrice, "\($0.limit)") < ($0.shadowPrice, "\($1.limit)") },
      deliveryFactors: delivery)
  }
}
