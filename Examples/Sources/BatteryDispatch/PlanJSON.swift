import MarketData
import Storage

/// A plan as one JSON object, written row by row: a year of five minutes has a hundred thousand.
struct PlanJSON {
  private let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  /// The object, on one line a step.
  var text: String {
    var rows: [String] = []
    rows.reserveCapacity(plan.steps.count)
    let names = plan.awards.map { quoted($0.name) }
    for t in 0..<plan.steps.count {
      let awards = zip(names, plan.awards).map { "\($0):\(number($1.power[t]))" }.joined(separator: ",")
      rows.append(
        "{\"start\":\"\(plan.steps.start(at: t))\",\"charge\":\(number(plan.charge[t])),"
          + "\"discharge\":\(number(plan.discharge[t])),\"soc\":\(number(plan.storedEnergy[t])),\"services\":{\(awards)}}"
      )
    }
    return """
      {"objective":\(number(plan.objective)),"revenue":{\(revenue)},"cycles":\(number(plan.cycles)),\
      "captureRatio":\(number(plan.captureRatio)),"method":\(quoted(plan.method)),"status":\(quoted(plan.schedule.status.rawValue)),\
      "gap":\(finite(plan.gap)),"schedule":[
      \(rows.joined(separator: ",\n"))
      ]}
      """
  }

  /// Energy, services and degradation; and what else there is: auxiliary load, energy left.
  private var revenue: String {
    let services = Set(plan.awards.map(\.name))
    let sold = plan.awards.map { "\(quoted($0.name)):\(number(plan.revenue[$0.name]))" }.joined(separator: ",")
    var members = [
      "\"energy\":\(number(plan.revenue[Revenue.energy]))", "\"services\":{\(sold)}",
      "\"degradation\":\(number(plan.revenue[Revenue.degradation]))",
    ]
    for bucket in plan.revenue.buckets
    where ![Revenue.energy, Revenue.degradation].contains(bucket.name) && !services.contains(bucket.name) {
      members.append("\(quoted(bucket.name)):\(number(bucket.amount))")
    }
    return members.joined(separator: ",")
  }

  /// The shortest digits that read back as the same number; no negative zero.
  private func number(_ value: Double) -> String { value == 0 ? "0" : "\(value)" }

  /// A number, or null where it is none that JSON has.
  private func finite(_ value: Double) -> String { value.isFinite ? number(value) : "null" }

  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
