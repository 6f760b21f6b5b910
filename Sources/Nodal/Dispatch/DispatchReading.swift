import NumericalKernels
import Valuation

/// What a solution says of one period: its rows and columns in the words of the network.
struct DispatchReading {
  let block: DispatchBlock
  /// The flow on each branch, per unit.
  let flows: [Double]
  private let frame: DispatchFrame
  private let solution: ConvexSolution
  private let lossFlows: [Double]?
  private let marginalLosses: [Double]?
  let prices: [Double]
  let binding: [BindingLimit]

  /// Reads a solution.
  ///
  /// Multipliers that do not bind are taken as zero, and prices are then those that follow from the rest through the network, so that
  /// energy, congestion and loss add up to them to rounding.
  ///
  /// - Parameter factors: how prices follow from shadow prices, where that is known already.
  init(
    _ block: DispatchBlock, _ frame: DispatchFrame, _ solution: ConvexSolution, _ losses: LossPoint?,
    factors known: PriceFactors? = nil
  ) throws(NodalError) {
    self.block = block
    self.frame = frame
    self.solution = solution
    lossFlows = losses?.flows
    marginalLosses = losses.map { losses in
      block.network.branches.indices.map {
        block.susceptances[$0] == 0 ? 0 : 2 * block.network.branches[$0].resistance * losses.flows[$0]
      }
    }
    let flows = block.flows(solution.x)
    self.flows = flows
    let network = block.network
    let raw = block.balanceRows.map { $0 >= 0 ? solution.rowDuals[$0] * block.priceScale : 0 }
    let greatest = raw.reduce(1e-6) { max($0, abs($1)) }
    var found: [BindingLimit] = []
    for row in block.flowRows {
      let price = solution.rowDuals[row.row] * block.priceScale
      guard abs(price) > 1e-9 * greatest else { continue }
      let isUpper = price > 0
      let bound = isUpper ? row.upper : row.lower
      let flow = row.terms.reduce(0) { $0 + $1.weight * flows[$1.branch] }
      let slack = abs(bound - row.shift - flow) / (1 + abs(bound))
      guard abs(price) / greatest >= slack, bound.isFinite else { continue }
      found.append(
        BindingLimit(
          limit: isUpper ? row.upperLimit : row.lowerLimit, terms: row.terms, flow: flow * network.baseMVA,
          bound: (bound - row.shift) * network.baseMVA, isUpper: isUpper, shadowPrice: abs(price)))
    }
    let factors = if let known { known } else { try PriceFactors(network, frame, marginalLosses: marginalLosses) }
    prices = try factors.prices(fitting: raw, binding: found)
    for (place, resource) in block.hvdcLines {
      // The first segment ends at the lower bound, the last one at the upper.
      let least = min(0, solution.boundDuals[resource.columns.lowerBound])
      let most = max(0, solution.boundDuals[resource.columns.upperBound - 1])
      let value = (most > -least ? most : least) * block.priceScale
      let flow = resource.value(solution.x) * network.baseMVA
      let bounds = network.hvdcLines[place].flowLimits
      let bound = value > 0 ? bounds.upper : bounds.lower
      let slack = abs(bound - flow) / (network.baseMVA + abs(bound))
      guard abs(value) > 1e-9 * greatest, abs(value) / greatest >= slack, bound.isFinite else { continue }
      found.append(
        BindingLimit(
          limit: resource.limit, terms: [], flow: flow, bound: bound, isUpper: value > 0, shadowPrice: abs(value)))
    }
    binding = found.sorted { ($1.shadowPrice, "\($0.limit)") < ($0.shadowPrice, "\($1.limit)") }
  }

  /// The loss of each branch, MW.
  var losses: [Double] {
    guard let lossFlows else { return [Double](repeating: 0, count: flows.count) }
    return flows.indices.map { place in
      guard block.susceptances[place] != 0 else { return 0 }
      let (about, flow) = (lossFlows[place], flows[place])
      return block.network.branches[place].resistance * about * (2 * flow - about) * block.network.baseMVA
    }
  }

  /// The result of the period.
  func result(
    _ status: DispatchStatus, objective: Double, iterations: Int, _ basis: ResultBasis, storageOutputs: [Double] = [],
    excess: Double = 0
  ) -> DispatchResult {
    let network = block.network
    let base = network.baseMVA
    var outputs = [Double](repeating: 0, count: network.generators.count)
    for (place, resource) in block.generators { outputs[place] = resource.value(solution.x) * base }
    var hvdcFlows = [Double](repeating: 0, count: network.hvdcLines.count)
    for (place, resource) in block.hvdcLines { hvdcFlows[place] = resource.value(solution.x) * base }
    let angles = network.buses.indices.map { place -> Double in
      guard block.angleColumns[place] >= 0, let island = frame.islands.ofBus[place] else { return 0 }
      return solution.x[block.angleColumns[place]] * 180 / .pi + network.buses[frame.references[island]].angle
    }
    return DispatchResult(
      status: status, objective: objective, outputs: outputs, storageOutputs: storageOutputs, hvdcFlows: hvdcFlows,
      flows: flows.map { $0 * base }, losses: losses,
      marginalLosses: marginalLosses ?? [Double](repeating: 0, count: flows.count), angles: angles, prices: prices,
      binding: binding, conflict: nil,
      violation: max(solution.residuals.primal, excess) * base, iterations: iterations, basis: basis)
  }
}
