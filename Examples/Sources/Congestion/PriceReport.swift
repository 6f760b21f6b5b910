import ExampleSupport
import MarketData
import Nodal

/// How places lie off their hub by congestion: by hour of the day, in groups, and as rights.
struct PriceReport: Encodable {
  struct Place: Encodable {
    let name: String
    /// The mean basis of each hour of the local day; nothing where there is none.
    let byHour: [Double?]
    let mean: Double?
    let seasonality: Double?
    let cluster: Int?
    /// What a right of one MW from the hub paid as an obligation and as an option.
    let obligation: Double
    let option: Double
  }

  struct Failure: Error {
    let message: String
  }

  let market: String
  let hub: String
  let component: String
  let first: String
  let last: String
  let hours: Int
  let places: [Place]

  static func make(_ table: ObservationTable, _ market: Market, hub wanted: String?) throws -> PriceReport {
    let locations = Set(table.observations.filter { $0.product.kind == .energy }.map(\.location))
      .sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
    guard let product = table.observations.first(where: { $0.product.kind == .energy })?.product,
      let span = table.span, let grid = DeliveryGrid(covering: span, seconds: 3600)
    else { throw Failure(message: "no energy prices by hours") }
    guard let hub = locations.first(where: { wanted == nil ? $0.kind == .hub : $0.name == wanted }) else {
      throw Failure(message: wanted.map { "no place \($0)" } ?? "no hub; name one with --hub")
    }
    guard let rules = RightsSettlement(market: market.id) else {
      throw Failure(message: "no rules of settlement for \(market.name)")
    }
    let named = Dictionary(grouping: locations, by: \.name).compactMap { $0.value.first }.sorted { $0.name < $1.name }
    let panel = try NodalPanel(table, of: product, at: named, on: grid, component: rules.component)
    let basis = try panel.less(hub.name)
    let zone = market.settlementTimeZone
    let surface = try BasisSurface(basis, zone: zone, seasons: .wholeYear)
    let clusters = try? NodeClusters(basis, count: min(5, basis.names.count))
    let places = try basis.names.enumerated().map { row, name in
      let right = CongestionRight(name, from: hub.name, to: name, megawatts: 1)
      var option = right
      option.kind = .option
      let present = basis.row(at: row).filter { !$0.isNaN }
      return Place(
        name: name, byHour: surface.parts.map { surface[name, part: $0, season: "year"]?.mean },
        mean: present.isEmpty ? nil : present.reduce(0, +) / Double(present.count),
        seasonality: surface.seasonality(of: name), cluster: clusters?.ofRow[row],
        obligation: try right.value(in: panel, by: rules).total, option: try option.value(in: panel, by: rules).total)
    }
    return PriceReport(
      market: market.name, hub: hub.name, component: rules.component?.rawValue ?? "price",
      first: span.start.description,
      last: span.end.description, hours: grid.count, places: places)
  }

  /// The report as text for people.
  var text: String {
    var table = TextTable(
      columns: ["Place", "Mean>"] + stride(from: 0, to: 24, by: 3).map { "\($0)h>" }
        + ["by hour>", "Group>", "Obligation>", "Option>"])
    for place in places.prefix(40) {
      table.add(
        cells: [place.name, decimal(place.mean)]
          + stride(from: 0, to: 24, by: 3).map { decimal(place.byHour[$0]) } + [
            place.seasonality.map { decimal(100 * $0) + " %" } ?? "-", place.cluster.map { "\($0 + 1)" } ?? "-",
            decimal(place.obligation), decimal(place.option),
          ])
    }
    let title =
      "\(market), \(first) to \(last), \(hours) hours: \(component) above \(hub), by hours of the local day;"
      + " what a right of 1 MW from there paid"
    return title + "\n" + table.text + (places.count > 40 ? "\n(\(places.count - 40) more)" : "")
  }
}
