import Valuation

extension Fleet {
  /// The schedule of all units that earns most together: one program.
  ///
  /// - Throws: ``StorageError`` where the numbers are beyond what the program can take.
  /// - Complexity: as ``DispatchProgram/solve(_:)`` for the units' steps together; decisions as in ``ServiceProblem``, and where a
  ///   step sells dearer than it buys.
  public func optimised(
    _ options: DispatchProgram.Options = DispatchProgram.Options()
  ) throws(StorageError) -> FleetSchedule {
    let solved = try SolvedStores(units, isFree: connection == nil, options) { (program, stores) throws(StorageError) in
      try program.add(self, stores)
    }
    guard solved.solution.hasValues else { return FleetSchedule(without: solved.solution, basis(solved)) }
    return try schedule(solved, options.decisionTolerance)
  }

  private func schedule(
    _ solved: SolvedStores<SiteVariables>, _ tolerance: Double
  ) throws(StorageError) -> FleetSchedule {
    let (solution, site) = (solved.solution, solved.parts)
    var schedules: [DispatchSchedule] = []
    for (index, unit) in units.enumerated() {
      schedules.append(
        try unit.schedule(
          solved.powers[index].repaired(unit), status: solution.status, method: solved.method, bound: nil,
          tolerance: tolerance,
          marginalValues: solved.stores[index].balance.map { solution.dual(of: $0) },
          limitPrices: solved.stores[index].limitPrices(in: solution), basis: nil))
    }
    let generation = zip(generators, site.generation).map { generator, variables in
      zip(generator.available, variables).map { min(max(solution.value(of: $1), generator.isCurtailable ? 0 : $0), $0) }
    }
    let revenue = revenue(schedules, generation)
    let flows = flows(schedules, generation)
    let bound = max(solution.bound, revenue.total)
    let isNear = bound - revenue.total <= tolerance * max(1, abs(revenue.total))
    return FleetSchedule(
      units: schedules, generation: generation,
      curtailment: zip(generators, generation).map { zip($0.available, $1).map { $0 - $1 } }, imports: flows.imports,
      exports: flows.exports, revenue: revenue,
      status: solution.status == .solved && !isNear ? .solvedInaccurately : solution.status, objective: revenue.total,
      bound: bound,
      exportValues: site.exportRows.map { solution.dual(of: $0) },
      importValues: site.importRows.map { solution.dual(of: $0) }, basis: basis(solved))
  }

  private func basis(_ solved: SolvedStores<SiteVariables>) -> ResultBasis {
    let inputs = units.enumerated().flatMap { index, unit in
      unit.inputs.map { ResultBasis.Input(name: "unit \(index) \($0.name)", digest: $0.digest) }
    }
    let site = ResultBasis.Input("site") { digest in
      for generator in generators {
        digest.add(generator.name)
        digest.add(generator.available + [generator.premium, generator.isCurtailable ? 1 : 0])
      }
      digest.add(connection?.importLimit)
      digest.add(connection?.exportLimit)
      digest.add(connection.map { $0.chargesFromGrid ? 2 : 1 } ?? 0)
      for award in sharedAwards {
        digest.add(award.service)
        digest.add(award.power)
      }
    }
    return ResultBasis(
      method: solved.method.rawValue, conventions: DispatchSchedule.conventions, inputs: inputs + [site],
      solverGap: solved.solution.hasValues ? solved.solution.gap : nil)
  }

  /// What is drawn from and delivered to the grid in each step.
  private func flows(
    _ schedules: [DispatchSchedule], _ generation: [[Double]]
  ) -> (imports: [Double], exports: [Double], netted: [Double]) {
    var (imports, exports, netted): ([Double], [Double], [Double]) = ([], [], [])
    for t in 0..<steps.count {
      let drawn = schedules.reduce(auxiliaryLoad) { $0 + $1.charge[t] }
      let delivered = schedules.reduce(0) { $0 + $1.discharge[t] } + generation.reduce(0) { $0 + $1[t] }
      let common = connection == nil ? 0 : min(drawn, delivered)
      imports.append(drawn - common)
      exports.append(delivered - common)
      netted.append(common)
    }
    return (imports, exports, netted)
  }

  private func revenue(_ schedules: [DispatchSchedule], _ generation: [[Double]]) -> Revenue {
    var revenue = Revenue()
    for bucket in schedules.flatMap(\.revenue.buckets) { revenue.add(bucket.amount, to: bucket.name) }
    let market = units[0].dispatch
    for (generator, power) in zip(generators, generation) {
      var sum = CompensatedSum()
      for t in power.indices { sum.add((market.sellPrices[t] + generator.premium) * power[t] * steps.hours[t]) }
      revenue.add(sum.value, to: generator.name)
    }
    guard connection != nil else { return revenue }
    var saved = CompensatedSum()
    for (t, power) in flows(schedules, generation).netted.enumerated() {
      saved.add((market.buyPrices[t] - market.sellPrices[t]) * power * steps.hours[t])
    }
    if saved.value != 0 { revenue.add(saved.value, to: FleetSchedule.netting) }
    return revenue
  }
}

extension FleetSchedule {
  init(without solution: DispatchProgram.Solution, _ basis: ResultBasis) {
    self.init(
      units: [], generation: [], curtailment: [], imports: [], exports: [], revenue: Revenue(), status: solution.status,
      objective: -.infinity, bound: solution.bound, exportValues: [], importValues: [],
      basis: basis)
  }
}

/// Generators and the connection of a fleet in a program.
struct SiteVariables {
  var generation: [[DispatchProgram.Variable]] = []
  var exportRows: [DispatchProgram.Row] = []
  var importRows: [DispatchProgram.Row] = []
}

extension DispatchProgram {
  /// Adds a fleet's generators, connection and shared awards to its stores.
  mutating func add(_ fleet: Fleet, _ stores: [StoreVariables]) throws(StorageError) -> SiteVariables {
    let market = fleet.units[0].dispatch
    var site = SiteVariables()
    for generator in fleet.generators {
      var variables: [Variable] = []
      for (t, most) in generator.available.enumerated() {
        let price = market.sellPrices[t] + generator.premium
        variables.append(
          try addVariable(in: (generator.isCurtailable ? 0 : most)...most, revenue: price * fleet.steps.hours[t]))
      }
      site.generation.append(variables)
    }
    if let connection = fleet.connection { try add(connection, fleet, stores, &site) }
    for award in fleet.sharedAwards {
      for t in award.power.indices {
        var sum = LinearExpression()
        for store in stores {
          for (offer, awards) in zip(store.problem.offers, store.awards) where offer.service.name == award.service {
            sum += awards[t]
          }
        }
        try addRow(sum, in: award.power[t]...award.power[t])
      }
    }
    return site
  }

  private mutating func add(
    _ connection: Fleet.Connection, _ fleet: Fleet, _ stores: [StoreVariables], _ site: inout SiteVariables
  ) throws(StorageError) {
    let market = fleet.units[0].dispatch
    for t in 0..<fleet.steps.count {
      var (drawn, delivered) = (LinearExpression(fleet.auxiliaryLoad), LinearExpression())
      var (up, down) = (LinearExpression(), LinearExpression())
      for store in stores {
        drawn += store.charge[t]
        delivered += store.discharge[t]
        for (offer, awards) in zip(store.problem.offers, store.awards) {
          if offer.service.direction.isUp { up += awards[t] }
          if offer.service.direction.isDown { down += awards[t] }
        }
      }
      for variables in site.generation { delivered += LinearExpression(variables[t]) }
      // What the meter does not see.
      let spread = market.buyPrices[t] - market.sellPrices[t]
      let netted = LinearExpression(try addVariable(in: 0 ... .infinity, revenue: spread * fleet.steps.hours[t]))
      try addRow(drawn - netted, in: 0...(connection.chargesFromGrid ? .infinity : fleet.auxiliaryLoad))
      try addRow(delivered - netted, in: 0 ... .infinity)
      if spread < 0 { try keepOneWay(drawn - netted, delivered - netted, fleet, t) }
      let net = delivered - drawn
      if let limit = connection.exportLimit { site.exportRows.append(try addRow(net + up, in: -.infinity...limit)) }
      if let limit = connection.importLimit { site.importRows.append(try addRow(down - net, in: -.infinity...limit)) }
    }
  }

  /// A meter does not draw and deliver at once, even where that would pay.
  private mutating func keepOneWay(
    _ imports: LinearExpression, _ exports: LinearExpression, _ fleet: Fleet, _ t: Int
  ) throws(StorageError) {
    let isImporting = LinearExpression(try addDecision())
    let mostIn = fleet.units.reduce(fleet.auxiliaryLoad) { $0 + $1.dispatch.chargeLimit(at: t) }
    let mostOut =
      fleet.units.reduce(0) { $0 + $1.dispatch.dischargeLimit(at: t) }
      + fleet.generators.reduce(0) { $0 + $1.available[t] }
    try addRow(imports - mostIn * isImporting, in: -.infinity...0)
    try addRow(exports + mostOut * isImporting, in: -.infinity...mostOut)
  }
}
