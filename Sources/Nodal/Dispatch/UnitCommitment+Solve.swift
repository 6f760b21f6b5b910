import NumericalKernels
import Valuation

extension UnitCommitment {
  /// Finds the cheapest commitment.
  ///
  /// - Throws: as ``DCOPF/solve()``; `outOfRange` for search options outside their range.
  /// - Complexity: exponential in units times periods at worst; tens of them take seconds.
  public func solve() throws(NodalError) -> UnitCommitmentResult {
    let plan = try CommitmentPlan(self)
    if plan.horizon.contradiction != nil { return failure(.infeasible, nil) }
    let relaxation = try plan.horizon.builder.program()
    let integers = plan.columns.flatMap { $0.map(\.runs) }
    let found = try solved { () throws(NumericalError) in
      try MixedIntegerProgram(relaxation, integers: integers).solve(search)
    }
    let status = DispatchStatus(found.status)
    guard let fixed = found.fixed, found.x != nil else { return failure(status, found) }
    return try plan.result(found, fixed, status)
  }

  static let method = "unit commitment by branch and bound"

  private func failure(_ status: DispatchStatus, _ found: MixedIntegerSolution?) -> UnitCommitmentResult {
    UnitCommitmentResult(
      status: status, objective: nil, bound: found.flatMap { $0.bound.isFinite ? $0.bound : nil }, isCommitted: [:],
      startCost: 0, dispatch: dispatch.failure(status, iterations: 0), reservePrices: [], nodes: found?.nodes ?? 0,
      basis: ResultBasis(method: Self.method, conventions: dispatch.options.conventions))
  }
}

/// The program of a commitment: the horizon, and for each unit and period whether it runs, starts and stops.
struct CommitmentPlan {
  struct Columns {
    var runs: Int
    var starts: Int
    var stops: Int
  }

  let problem: UnitCommitment
  private(set) var horizon: Horizon
  /// By unit, by period.
  private(set) var columns: [[Columns]]
  private var reserveRows: [Int] = []

  init(_ problem: UnitCommitment) throws(NodalError) {
    self.problem = problem
    var columns = [[Columns]](repeating: [], count: problem.units.count)
    horizon = try Horizon(problem.dispatch) { index, builder in
      var runs: [Int: Int] = [:]
      let network = problem.dispatch.periods[index].network
      for (unit, place) in problem.places.enumerated() {
        let generator = network.generators[place]
        let most = network.isGeneratorActive(at: place) ? 1.0 : 0
        let column = Columns(
          runs: builder.addColumn(0, most), starts: builder.addColumn(0, 1, cost: max(0, generator.startUpCost)),
          stops: builder.addColumn(0, 1, cost: max(0, generator.shutDownCost)))
        columns[unit].append(column)
        if most > 0 { runs[place] = column.runs }
      }
      return runs
    }
    self.columns = columns
    for unit in problem.units.indices {
      addLogic(of: unit)
      holdBefore(unit)
    }
    let units = Dictionary(uniqueKeysWithValues: problem.places.enumerated().map { ($1, $0) })
    let periods = problem.dispatch.periods
    horizon.addRamps { index, place, isUp, step in
      guard let unit = units[place] else { return nil }
      // A unit that starts or stops may jump by the output that is nearest to none, where that is more than its ramp.
      func jump(_ index: Int) -> Double {
        let (network, limits) = (periods[index].network, periods[index].network.generators[place].outputLimits)
        return (limits.lower > 0 ? limits.lower : min(0, limits.upper)) / network.baseMVA
      }
      let (start, stop) = (jump(index), jump(max(0, index - 1)))
      let column = columns[unit][index]
      if isUp == (start > 0), start != 0 { return (column.starts, max(0, abs(start) - step)) }
      if isUp == (stop < 0), stop != 0 { return (column.stops, max(0, abs(stop) - step)) }
      return nil
    }
    addReserve()
  }

  /// Ties running to starts and stops, and keeps up and down times.
  private mutating func addLogic(of unit: Int) {
    let (line, description) = (columns[unit], problem.units[unit])
    let periods = problem.dispatch.periods
    for index in line.indices {
      if index == 0, description.runsBefore == nil {
        horizon.builder.setBounds(line[0].starts, 0, 0)
        horizon.builder.setBounds(line[0].stops, 0, 0)
        continue
      }
      let before = index == 0 ? (description.runsBefore == true ? 1.0 : 0) : 0
      let row = horizon.builder.addRow(before, before)
      horizon.builder.add(row, line[index].runs, 1)
      if index > 0 { horizon.builder.add(row, line[index - 1].runs, -1) }
      horizon.builder.add(row, line[index].starts, -1)
      horizon.builder.add(row, line[index].stops, 1)
    }
    for index in line.indices {
      // Started within the up time and so running; stopped within the down time and so standing.
      for (hours, isUp) in [(description.minimumUp, true), (description.minimumDown, false)] {
        let row = horizon.builder.addRow(-.infinity, isUp ? 0 : 1)
        horizon.builder.add(row, line[index].runs, isUp ? -1 : 1)
        var passed = 0.0
        for earlier in stride(from: index, through: 0, by: -1) {
          if earlier < index { passed += periods[earlier].hours }
          guard earlier == index || passed < hours - 1e-9 else { break }
          horizon.builder.add(row, isUp ? line[earlier].starts : line[earlier].stops, 1)
        }
      }
    }
  }

  /// Holds a unit in the state that it has before the first period for as long as its minimum time asks.
  private mutating func holdBefore(_ unit: Int) {
    let description = problem.units[unit]
    guard let runs = description.runsBefore else { return }
    let left = (runs ? description.minimumUp : description.minimumDown) - description.hoursBefore
    var passed = 0.0
    for (index, period) in problem.dispatch.periods.enumerated() where passed < left - 1e-9 {
      if runs, !period.network.isGeneratorActive(at: problem.places[unit]) { return }
      horizon.builder.setBounds(columns[unit][index].runs, runs ? 1 : 0, runs ? 1 : 0)
      passed += period.hours
    }
  }

  /// What running generators could put out more covers the reserve.
  private mutating func addReserve() {
    for (index, need) in problem.reserve.enumerated() {
      let block = horizon.blocks[index]
      let base = block.network.baseMVA
      guard need > 0 else {
        reserveRows.append(-1)
        continue
      }
      let units = Dictionary(uniqueKeysWithValues: problem.places.enumerated().map { ($1, $0) })
      var fixed = 0.0
      let row = horizon.builder.addRow(0, .infinity)
      for (place, resource) in block.generators {
        let most = block.network.generators[place].outputLimits.upper / base
        if let unit = units[place] {
          horizon.builder.add(row, columns[unit][index].runs, most)
        } else {
          guard most.isFinite else { continue }
          fixed += most - resource.base
        }
        horizon.add(resource, -1, to: row)
      }
      horizon.builder.rowLower[row] = need / base - fixed
      reserveRows.append(row)
    }
  }

  /// The commitment, its dispatch and its prices.
  func result(
    _ found: MixedIntegerSolution, _ fixed: ConvexSolution, _ status: DispatchStatus
  ) throws(NodalError) -> UnitCommitmentResult {
    let periods = problem.dispatch.periods
    var constants = [Double](repeating: 0, count: periods.count)
    var committed: [String: [Bool]] = [:]
    var startCost = 0.0
    for (unit, line) in columns.enumerated() {
      committed[problem.units[unit].id] = line.map { fixed.x[$0.runs] > 0.5 }
      for (index, column) in line.enumerated() {
        let generator = periods[index].network.generators[problem.places[unit]]
        startCost += max(0, generator.startUpCost) * fixed.x[column.starts]
        startCost += max(0, generator.shutDownCost) * fixed.x[column.stops]
        if fixed.x[column.runs] <= 0.5, periods[index].network.isGeneratorActive(at: problem.places[unit]) {
          constants[index] -= (generator.cost ?? .zero).value(at: 0)
        }
      }
    }
    let base = periods[0].network.baseMVA
    let prices = reserveRows.enumerated().map { index, row in
      row < 0 ? 0 : -fixed.rowDuals[row] / (base * periods[index].hours)
    }
    let method = UnitCommitment.method
    let dispatch = try horizon.result(
      fixed, .optimal, method: method, iterations: fixed.iterations, constants: constants)
    var basis = ResultBasis(method: method, conventions: problem.dispatch.options.conventions)
    basis.solverGap = found.gap
    return UnitCommitmentResult(
      status: status, objective: found.objective, bound: found.bound.isFinite ? found.bound : nil,
      isCommitted: committed, startCost: startCost,
      dispatch: MultiPeriodResult(
        status: .optimal, objective: found.objective - startCost, periods: dispatch.periods, storage: dispatch.storage,
        iterations: dispatch.iterations, basis: dispatch.basis),
      reservePrices: prices, nodes: found.nodes, basis: basis)
  }
}
