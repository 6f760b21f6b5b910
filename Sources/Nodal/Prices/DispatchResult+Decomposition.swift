import Valuation

extension DispatchResult {
  /// Splits every price into energy, congestion and loss.
  ///
  /// - Parameters:
  ///   - network: the network that was dispatched.
  ///   - reference: the bus, or the weights of buses, at which energy is priced; `.generation` weighs by the network's stored outputs.
  /// - Throws: `unsound` unless the result has prices, `countMismatch` unless it is of this network; `unknownElement` for a bus of
  ///   the reference; `outOfRange` for weights that cancel.
  /// - Complexity: one factorisation, and a solve for each limit that binds.
  public func decomposed(
    in network: Network, reference: Slack = .reference
  ) throws(NodalError) -> PriceDecomposition {
    let frame = try DispatchFrame(network, try checkedConvention(in: network), .longTerm)
    let factors = try PriceFactors(network, frame, marginalLosses: marginalLosses)
    let chosen = try DCModel.references(of: network, frame.islands, reference)
    let raw = try reference.rawWeights(in: network)
    let weights = try DCModel.slackWeights(raw, frame.islands, chosen)
    var split = PriceSplit(self, factors, weights)
    try split.addTerms(binding.filter { !$0.terms.isEmpty })
    split.join(from: try reference.islands(frame.islands, in: network, raw))
    return split.decomposition
  }

  /// How susceptances follow from impedances in the dispatch; checks that it has prices and is of a network.
  func checkedConvention(in network: Network) throws(NodalError) -> SusceptanceConvention {
    guard status.isOptimal, let name = basis.conventions["susceptance"],
      let convention = SusceptanceConvention(rawValue: name)
    else {
      throw NodalError(
        .unsound, found: "a dispatch that is \(status)", expected: "one with prices, and the susceptances they rest on")
    }
    let branches = network.branches.indices
    let byBranch = [flows.count, losses.count, marginalLosses.count]
    guard prices.count == network.buses.count, byBranch.allSatisfy({ $0 == branches.count }),
      outputs.count == network.generators.count, hvdcFlows.count == network.hvdcLines.count,
      storageOutputs.isEmpty || storageOutputs.count == prices.count,
      binding.allSatisfy({ $0.terms.allSatisfy { branches.contains($0.branch) } })
    else {
      throw NodalError(
        .countMismatch, found: "a dispatch of \(prices.count) buses and \(flows.count) branches",
        expected: "\(network.buses.count) and \(branches.count), those of the network")
    }
    return convention
  }
}

extension Slack {
  /// The islands that the slack names: that of its bus, those with weights; none where it is the reference of each.
  fileprivate func islands(
    _ islands: Network.Islands, in network: Network, _ weights: [Double]
  ) throws(NodalError) -> Set<Int> {
    if case .bus(let number) = self {
      let place = try network.busIndex(of: number)
      return islands.ofBus[place].map { [$0] } ?? []
    }
    return Set(weights.indices.filter { weights[$0] != 0 }.compactMap { islands.ofBus[$0] })
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
    (energy, transport, delivery) = (zeros, zeros, zeros)
    for (place, island) in islands.ofBus.enumerated() {
      guard let island else { continue }
      energy[place] = price[island]
      delivery[place] = factors.delivery[place] / delivered[island]
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

  /// Prices islands that HVDC lines connect from one of those that the reference names, of several from the one with most buses.
  mutating func join(from named: Set<Int>) {
    let islands = factors.frame.islands
    guard islands.count > 1 else { return }
    let members = islands.buses
    func rank(_ island: Int) -> (Int, Int, Int) { (named.contains(island) ? 0 : 1, -members[island].count, island) }
    var isDone = [Bool](repeating: false, count: islands.count)
    for start in members.indices.sorted(by: { rank($0) < rank($1) }) where !isDone[start] {
      isDone[start] = true
      var queue = [start]
      while let island = queue.popLast() {
        for line in network.activeHVDCLines where network.hvdcLines[line].lossSlope < 1 {
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
  ///
  /// A MW put in at the far end is worth `share` MW at the near one, and one put in at a bus as much as its delivery factor over that of the
  /// far end.
  private mutating func join(_ buses: [Int], along place: Int, isForward: Bool) {
    let line = network.hvdcLines[place]
    let (from, to) = (network.hvdcFrom[place], network.hvdcTo[place])
    let (near, far) = isForward ? (from, to) : (to, from)
    let arriving = 1 - line.lossSlope
    // At an optimum arriving · price(to) = price(from) + cost + rent.
    let spread = arriving * result.prices[to] - result.prices[from]
    let limit = result.binding.first { $0.limit == .hvdcLine(line.id) }
    // At a corner of the cost that is a bound the slope on the side of the other bound counts.
    let cost = limit.map { (line.cost ?? .zero).marginal(at: $0.isUpper ? $0.bound : $0.bound.nextUp) } ?? spread
    let rent = spread - cost
    let scale = isForward ? 1 / arriving : -1
    let share = isForward ? 1 / arriving : arriving
    let weight = buses.map { delivery[$0] / delivery[far] }
    for index in terms.indices {
      var values = terms[index].factors
      let change = share * values[near] - values[far]
      for (position, bus) in buses.enumerated() { values[bus] += weight[position] * change }
      terms[index] = .init(limit: terms[index].limit, signedPrice: terms[index].signedPrice, factors: values)
    }
    let (deliveredNear, transportNear) = (share * delivery[near], share * transport[near] + scale * cost)
    var values = [Double](repeating: 0, count: network.buses.count)
    for (position, bus) in buses.enumerated() {
      energy[bus] = energy[near]
      delivery[bus] = weight[position] * deliveredNear
      transport[bus] = weight[position] * transportNear
      values[bus] = -weight[position] * scale
    }
    guard limit != nil, rent != 0 else { return }
    terms.append(.init(limit: .hvdcLine(line.id), signedPrice: rent, factors: values))
  }

  /// What was made, the dearest limit first.
  var decomposition: PriceDecomposition {
    var congestion = [Double](repeating: 0, count: network.buses.count)
    for term in terms {
      for place in congestion.indices { congestion[place] -= term.signedPrice * term.factors[place] }
    }
    return PriceDecomposition(
      energy: energy, congestion: congestion, loss: zip(delivery, energy).map { ($0 - 1) * $1 + 0 },
      transport: transport,
      terms: terms.sorted { ($1.shadowPrice, "\($0.limit)") < ($0.shadowPrice, "\($1.limit)") },
      deliveryFactors: delivery)
  }
}
