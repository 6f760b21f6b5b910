import ExampleSupport
import Nodal

/// What a network carries, and what each outage would do to it.
struct NetworkReport: Encodable {
  struct Line: Encodable {
    let branch: String
    let from: Int
    let to: Int
    let flow: Double
    let limit: Double?
    let loading: Double?
    /// The shift factor of each bus, in the order of `buses`; left out for large networks.
    let factors: [Double]?
  }

  struct Outage: Encodable {
    let branch: String
    let status: String
    let excess: Double
    let worst: String?
    let worstLoading: Double?
    let loadLost: Double?
  }

  let name: String
  let buses: [Int]
  let branchCount: Int
  let reference: [Int]
  let lines: [Line]
  let outages: [Outage]
  let bridges: Int

  static func make(_ network: Network) throws -> (report: NetworkReport, map: NetworkMap) {
    let model = try DCModel(network)
    let flow = try model.powerFlow()
    let screening = try model.screenOutages(flow)
    let isSmall = network.buses.count <= 30
    let order = network.branches.indices.sorted {
      (loading(flow, $1) ?? -1, $0) < (loading(flow, $0) ?? -1, $1)
    }
    var lines: [Line] = []
    for place in order.prefix(isSmall ? 50 : 20) {
      let branch = network.branches[place]
      lines.append(
        Line(
          branch: "\(branch.id)", from: branch.from, to: branch.to, flow: flow.flows[place], limit: flow.limits[place],
          loading: loading(flow, place), factors: isSmall ? try model.shiftFactors(ofBranchAt: place) : nil))
    }
    let outages = screening.outages.prefix(20).map { outage in
      Outage(
        branch: network.branches[outage.branch].id, status: outage.status.rawValue, excess: outage.excess,
        worst: outage.worst.map { network.branches[$0.branch].id }, worstLoading: outage.worst?.loading,
        loadLost: outage.separation?.load)
    }
    let report = NetworkReport(
      name: network.name, buses: network.buses.map(\.number), branchCount: network.branches.count,
      reference: model.references.map { network.buses[$0].number }, lines: lines, outages: Array(outages),
      bridges: screening.outages.count { $0.status == .separates })
    var map = NetworkMap(network)
    map.flows = flow.flows
    if let fullest = order.first {
      let branch = network.branches[fullest]
      map.title =
        "\(network.name.isEmpty ? "Network" : network.name): who loads the branch \(branch.from) to \(branch.to)"
      map.valueName = "Shift factor, MW for each MW put in"
      map.busValues = try model.shiftFactors(ofBranchAt: fullest)
    }
    return (report, map)
  }

  private static func loading(_ flow: DCPowerFlow, _ place: Int) -> Double? {
    flow.limits[place].flatMap { $0 > 0 ? abs(flow.flows[place]) / $0 : nil }
  }

  /// The report as text for people.
  var text: String {
    var parts = [
      "\(name): \(buses.count) buses, \(branchCount) branches, reference \(reference.map(String.init).joined(separator: ", "))"
    ]
    var table = TextTable(
      columns: ["Branch", "From>", "To>", "MW>", "Limit>", "Loading>"]
        + (lines.first?.factors == nil ? [] : buses.map { "by \($0)>" }))
    for line in lines {
      table.add(
        cells: [
          line.branch, "\(line.from)", "\(line.to)", decimal(line.flow), decimal(line.limit),
          line.loading.map { decimal(100 * $0) + " %" } ?? "-",
        ] + (line.factors ?? []).map { decimal($0 + 0) })
    }
    parts.append(table.text)
    var screen = TextTable("Outage of", "Effect", "Beyond limits, MW>", "Worst branch", "Loading>", "Load lost, MW>")
    for outage in outages {
      screen.add(
        outage.branch, outage.status, decimal(outage.excess), outage.worst ?? "-",
        outage.worstLoading.map { decimal(100 * $0) + " %" } ?? "-", decimal(outage.loadLost))
    }
    parts.append("\nEach branch out, one at a time, the worst first (\(bridges) part the network)\n" + screen.text)
    return parts.joined(separator: "\n")
  }
}
