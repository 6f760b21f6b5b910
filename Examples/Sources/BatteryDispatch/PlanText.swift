import ExampleSupport
import MarketData
import Storage

/// A plan as tables for people: what it earns in all and by month, and the days of the most and least.
struct PlanText {
  private let plan: Plan
  private let zone: MarketTimeZone

  init(_ plan: Plan, _ zone: MarketTimeZone) {
    self.plan = plan
    self.zone = zone
  }

  /// All of it.
  var text: String { [heading, revenue, months, bestDay].joined(separator: "\n\n") }

  private var heading: String {
    let asset = plan.request.asset
    let first = zone.localDateTime(of: plan.steps.start(at: 0))
    return "\(asset.name): \(decimal(asset.chargePower)) MW, \(decimal(asset.energyCapacity)) MWh, round trip "
      + "\(decimal(100 * asset.roundTripEfficiency)) %; \(grouped(plan.steps.count)) steps from \(first)\n"
      + "Earns \(decimal(plan.objective)) with \(decimal(plan.cycles)) full cycles, "
      + "\(decimal(100 * plan.captureRatio)) % of perfect foresight; \(plan.method), \(plan.schedule.status)"
      + (plan.schedule.status == .solved ? "" : ": the best may earn \(decimal(100 * plan.gap)) % more")
  }

  private var revenue: String {
    var table = TextTable("Revenue", "Amount>", "Per MW and year>")
    let years = plan.steps.hours.reduce(0, +) / 8760
    let scale = max(plan.request.asset.dischargePower * years, .leastNormalMagnitude)
    for bucket in plan.revenue.buckets {
      table.add(bucket.name, decimal(bucket.amount), decimal(bucket.amount / scale))
    }
    table.add("total", decimal(plan.objective), decimal(plan.objective / scale))
    return table.text
  }

  private var months: String {
    var table = TextTable(
      columns: ["Month", "Energy>", "Charged MWh>", "Discharged MWh>"] + plan.awards.map { "\($0.name) MW>" })
    for range in plan.steps.months {
      let hours = range.reduce(0) { $0 + plan.steps.hours[$1] }
      func sum(_ value: (Int) -> Double) -> Double { range.reduce(0) { $0 + value($1) * plan.steps.hours[$1] } }
      let name = String(zone.localDate(of: plan.steps.start(at: range.lowerBound)).description.prefix(7))
      let energy = sum { energyRevenue($0) }
      let awards = plan.awards.map { award in decimal(sum { award.power[$0] } / hours) }
      table.add(
        cells: [name, decimal(energy), decimal(sum { plan.charge[$0] }), decimal(sum { plan.discharge[$0] })] + awards)
    }
    return table.text
  }

  private func energyRevenue(_ t: Int) -> Double {
    plan.problem.dispatch.sellPrices[t] * plan.discharge[t] - plan.problem.dispatch.buyPrices[t] * plan.charge[t]
  }

  /// The day that earns most by energy, step by step where these are few.
  private var bestDay: String {
    let days = plan.steps.days
    func earned(_ range: Range<Int>) -> Double { range.reduce(0) { $0 + energyRevenue($1) * plan.steps.hours[$1] } }
    guard let best = days.max(by: { earned($0) < earned($1) }) else { return "" }
    var table = TextTable(
      columns: ["Start", "Price>", "Charge>", "Discharge>", "Stored>"] + plan.awards.map { "\($0.name)>" })
    for t in best.prefix(48) {
      let start = "\(zone.localDateTime(of: plan.steps.start(at: t)))"
      let figures = [plan.problem.dispatch.sellPrices[t], plan.charge[t], plan.discharge[t], plan.storedEnergy[t]]
      table.add(cells: [start] + (figures + plan.awards.map { $0.power[t] }).map { decimal($0) })
    }
    return "The day that earns most by energy, \(decimal(earned(best))):\n\n" + table.text
  }
}
