/// What remains when loads pay and generators are paid their prices, and where it comes from, $/h.
///
///     let surplus = try result.surplus(in: network)
///     surplus.total                                       // Σ price · (demand - output), stores with the outputs
///     surplus.congestionRent + surplus.lossRent + surplus.shifterRent + surplus.hvdcRent      // the same
public struct MarketSurplus: Hashable, Sendable, Codable {
  /// What loads pay less what generators get: Σ price · (demand - output), shunts with the demand, and what stores give less what they
  /// take with the outputs.
  public let total: Double
  /// What the limits of flow earn: Σ shadow price · flow, with the sign of the side.
  public let congestionRent: Double
  /// What is paid for losses beyond their cost, since marginal losses are about twice the average ones.
  public let lossRent: Double
  /// What fixed phase shifts are worth; either sign.
  public let shifterRent: Double
  /// What HVDC lines earn between their ends, before their own cost.
  public let hvdcRent: Double
}

extension DispatchResult {
  /// The surplus of the dispatch.
  ///
  /// - Parameter network: the network that was dispatched.
  /// - Throws: as ``decomposed(in:reference:)``.
  /// - Complexity: O(elements).
  public func surplus(in network: Network) throws(NodalError) -> MarketSurplus {
    let convention = try checkedConvention(in: network)
    var total = 0.0
    for (place, taken) in network.nodalWithdrawal.enumerated() { total += prices[place] * taken }
    for place in network.activeGenerators { total -= prices[network.generatorBus[place]] * outputs[place] }
    for (price, output) in zip(prices, storageOutputs) { total -= price * output }
    var weights = [Double](repeating: 0, count: flows.count)
    for limit in binding {
      for term in limit.terms { weights[term.branch] += limit.signedPrice * term.weight }
    }
    var (lossRent, shifterRent) = (0.0, 0.0)
    for place in network.activeBranches {
      let branch = network.branches[place]
      let (from, to) = (prices[network.branchFrom[place]], prices[network.branchTo[place]])
      let marginal = 0.5 * (from + to) * marginalLosses[place]
      lossRent += marginal * flows[place] - 0.5 * (from + to) * losses[place]
      let shift = convention.shift(of: branch)
      if shift != 0 {
        let driven = convention.susceptance(of: branch) * shift * network.baseMVA
        shifterRent += (from - to + marginal + weights[place]) * driven
      }
    }
    var hvdcRent = 0.0
    for place in network.activeHVDCLines {
      let (line, flow) = (network.hvdcLines[place], hvdcFlows[place])
      hvdcRent +=
        prices[network.hvdcTo[place]] * (flow - line.lossConstant - line.lossSlope * flow)
        - prices[network.hvdcFrom[place]] * flow
    }
    return MarketSurplus(
      total: total, congestionRent: binding.reduce(0) { $0 + ($1.terms.isEmpty ? 0 : $1.rent) }, lossRent: lossRent,
      shifterRent: shifterRent, hvdcRent: hvdcRent)
  }
}
