import NumericalKernels
import Valuation

/// The program of several periods: a block each, and what ties them together.
struct Horizon {
  let problem: MultiPeriodDispatch
  /// Where losses are made linear in each period; empty without.
  let losses: [LossPoint]
  var builder = ProgramBuilder()
  private(set) var blocks: [DispatchBlock] = []
  /// The columns of each store in each period, and the row of its energy.
  private var stores: [[(charge: Int, discharge: Int, energy: Int, row: Int)]] = []

  /// Lays out the periods.
  ///
  /// - Parameters:
  ///   - problem: the periods and the stores.
  ///   - losses: where losses are made linear in each period; empty without.
  ///   - commit: adds the commitments of a period, and gives their columns by place of the generator.
  init(
    _ problem: MultiPeriodDispatch, losses: [LossPoint] = [],
    commit: (Int, inout ProgramBuilder) -> [Int: Int] = { _, _ in [:] }
  ) throws(NodalError) {
    self.problem = problem
    self.losses = losses
    for (index, period) in problem.periods.enumerated() {
      let commitments = commit(index, &builder)
      blocks.append(
        try DispatchBlock(
          period.network, problem.frames[index], hours: period.hours, losses: losses.isEmpty ? nil : losses[index],
          commitments: commitments, into: &builder))
    }
    addStorage()
  }

  /// A row that contradicts itself, if there is one.
  var contradiction: (block: DispatchBlock, row: DispatchBlock.FlowRow)? {
    for block in blocks {
      if let row = block.flowRows.first(where: { $0.lower > $0.upper }) { return (block, row) }
    }
    return nil
  }

  private mutating func addStorage() {
    for store in problem.storage {
      var columns: [(charge: Int, discharge: Int, energy: Int, row: Int)] = []
      for (index, block) in blocks.enumerated() {
        let base = block.network.baseMVA
        let balance = block.network.busPlaces[store.bus].map { block.balanceRows[$0] } ?? -1
        let isLast = index == blocks.count - 1
        let isConnected = balance >= 0
        let charge = builder.addColumn(0, isConnected ? store.chargeLimit / base : 0)
        let discharge = builder.addColumn(
          0, isConnected ? store.dischargeLimit / base : 0, cost: store.throughputCost * base * block.hours)
        let energy = builder.addColumn(
          isLast ? (store.finalEnergy ?? store.initialEnergy) / base : 0, store.energyCapacity / base)
        let start = index == 0 ? store.initialEnergy / base : 0
        let row = builder.addRow(start, start)
        builder.add(row, energy, 1)
        builder.add(row, charge, -store.chargeEfficiency * block.hours)
        builder.add(row, discharge, block.hours / store.dischargeEfficiency)
        if let last = columns.last { builder.add(row, last.energy, -1) }
        if isConnected {
          builder.add(balance, charge, 1)
          builder.add(balance, discharge, -1)
        }
        columns.append((charge, discharge, energy, row))
      }
      stores.append(columns)
    }
  }

  /// Limits the change of output from period to period.
  ///
  /// - Parameter allowance: the column by which a start or a stop loosens a ramp, and by how much per unit, of a generator in a period.
  mutating func addRamps(
    allowance: (_ index: Int, _ place: Int, _ isUp: Bool, _ step: Double) -> (column: Int, value: Double)? = {
      _, _, _, _ in nil
    }
  ) {
    for (index, block) in blocks.enumerated() {
      let base = block.network.baseMVA
      let before = Dictionary(
        uniqueKeysWithValues: index > 0 ? blocks[index - 1].generators.map { ($0.place, $0.resource) } : [])
      for (place, resource) in block.generators {
        let generator = block.network.generators[place]
        guard let rate = generator.rampRate, rate > 0, rate.isFinite else { continue }
        let step = rate * 60 * block.hours / base
        let earlier: DispatchResource?
        var start = 0.0
        if index > 0 {
          guard let resource = before[place] else { continue }
          earlier = resource
        } else {
          guard let output = problem.initialOutputs[generator.id] else { continue }
          earlier = nil
          start = output / base
        }
        let offset = start + (earlier?.base ?? 0) - resource.base
        for isUp in [true, false] {
          let row = builder.addRow(isUp ? -.infinity : offset - step, isUp ? offset + step : .infinity)
          add(resource, 1, to: row)
          if let earlier { add(earlier, -1, to: row) }
          if let looser = allowance(index, place, isUp, step) {
            builder.add(row, looser.column, isUp ? -looser.value : looser.value)
          }
        }
      }
    }
  }

  /// Adds the columns of a resource to a row.
  mutating func add(_ resource: DispatchResource, _ weight: Double, to row: Int) {
    for column in resource.columns { builder.add(row, column, weight) }
    if let committed = resource.committed { builder.add(row, committed.column, weight * committed.value) }
  }

  /// What stores give to each bus in a period, MW; empty without stores.
  private func storageOutputs(_ period: Int, _ x: [Double]) -> [Double] {
    guard !stores.isEmpty else { return [] }
    let network = blocks[period].network
    var outputs = [Double](repeating: 0, count: network.buses.count)
    for (store, columns) in zip(problem.storage, stores) {
      guard let bus = network.busPlaces[store.bus] else { continue }
      outputs[bus] += (x[columns[period].discharge] - x[columns[period].charge]) * network.baseMVA
    }
    return outputs
  }

  /// What a solution says of the periods and the stores.
  func result(
    _ solution: ConvexSolution, _ status: DispatchStatus, method: String, iterations: Int, constants: [Double]
  ) throws(NodalError) -> MultiPeriodResult {
    var basis = ResultBasis(method: method, conventions: problem.options.conventions)
    basis.solverGap = solution.residuals.gap / max(1, abs(solution.objective))
    var periods: [DispatchResult] = []
    for (index, block) in blocks.enumerated() {
      let reading = try DispatchReading(
        block, problem.frames[index], solution, losses.isEmpty ? nil : losses[index])
      periods.append(
        reading.result(
          status, objective: block.cost(solution.x) + constants[index], iterations: iterations, basis,
          storageOutputs: storageOutputs(index, solution.x)))
    }
    let base = problem.periods[0].network.baseMVA
    let schedules = zip(problem.storage, stores).map { store, columns in
      GridStorageSchedule(
        id: store.id, charge: columns.map { solution.x[$0.charge] * base },
        discharge: columns.map { solution.x[$0.discharge] * base },
        energy: columns.map { solution.x[$0.energy] * base },
        energyValue: columns.map { solution.rowDuals[$0.row] / base })
    }
    return MultiPeriodResult(
      status: status, objective: solution.objective, periods: periods, storage: schedules, iterations: iterations,
      basis: basis)
  }
}

extension DispatchBlock {
  /// What the outputs and HVDC flows of a solution cost, $/h; constants of units that do not run among them.
  func cost(_ x: [Double]) -> Double {
    var sum = 0.0
    for (place, resource) in generators {
      guard let cost = network.generators[place].cost else { continue }
      sum += cost.value(at: resource.value(x) * network.baseMVA)
    }
    for (place, resource) in hvdcLines {
      guard let cost = network.hvdcLines[place].cost else { continue }
      sum += cost.value(at: resource.value(x) * network.baseMVA)
    }
    return sum
  }
}
