import Curves
import ExampleSupport
import Foundation
import MarketData

/// A built curve as tables for people: the points of a short curve, years and quarters of a long one, the re-pricing and the status.
struct CurveText {
  private let request: CurveRequest
  private let built: BuiltCurve

  init(_ request: CurveRequest, _ built: BuiltCurve) {
    self.request = request
    self.built = built
  }

  /// All of it.
  func text() throws(CurveError) -> String {
    [heading, try curve(), repricing, verdict].joined(separator: "\n\n")
  }

  private var definition: CurveDefinition { built.definition }

  /// The days of the curve, from the first up to but not including the last.
  private var reach: (first: LocalDate, end: LocalDate) {
    (definition.days.date(of: definition.grid.start), definition.days.date(of: definition.grid.end))
  }

  private var heading: String {
    let step = request.granularity == .month ? "months" : "days"
    let isFine = request.granularity != .month && request.granularity != .day
    return "Forward curve in \(definition.unit), \(reach.first) to \(reach.end) on the clock of "
      + "\(definition.days.zone.identifier): \(grouped(definition.grid.count)) \(step), \(definition.method.name)"
      + (isFine ? ", within the day's hours of each block \(hasShape ? "shaped as the prior" : "flat")" : "")
  }

  /// Whether the prior says how prices run within a day.
  private var hasShape: Bool { if case .series = definition.prior { true } else { false } }

  /// Points where they are few, else months for up to three years, else quarters and years.
  private func curve() throws(CurveError) -> String {
    if definition.grid.count <= 40 {
      return try table("From", definition.grid.map { definition.days.date(of: $0.start).description }) {
        (index) throws(CurveError) -> [Double?] in
        ([built.curve] + (built.strands.count > 1 ? built.strands : [])).map { $0.values[index] }
      }
    }
    let months = periods(.month)
    if months.count <= 36 {
      return try table("Month", months.map { String($0.first.description.prefix(7)) }) {
        (index) throws(CurveError) -> [Double?] in
        let blocks = [Block.base] + (built.strands.count > 1 ? definition.strands : [])
        return try prices(blocks.map { (months[index], $0) })
      }
    }
    return try years()
  }

  private func table(
    _ title: String, _ names: [String], _ prices: (Int) throws(CurveError) -> [Double?]
  ) throws(CurveError) -> String {
    let strands = built.strands.count > 1 ? definition.strands.map { "\($0.name)>" } : []
    var table = TextTable(columns: [title, "Base>"] + strands)
    for (index, name) in names.enumerated() { table.add(cells: [name] + (try prices(index)).map { decimal($0) }) }
    return table.text
  }

  private func years() throws(CurveError) -> String {
    var table = TextTable("Year", "Q1>", "Q2>", "Q3>", "Q4>", "Year>")
    let quarters = periods(.quarter)
    let quarterPrices = try prices(quarters.map { ($0, .base) })
    let years = periods(.year)
    for (year, price) in zip(years, try prices(years.map { ($0, .base) })) {
      var cells = [String](repeating: "-", count: 4)
      for (quarter, price) in zip(quarters, quarterPrices) where year.overlaps(quarter) {
        cells[(quarter.first.month - 1) / 3] = decimal(price)
      }
      table.add(cells: ["\(year.first.year)"] + cells + [decimal(price)])
    }
    return table.text
  }

  /// The calendar's periods of a kind that the curve touches, cut to the curve.
  private func periods(_ kind: DeliveryPeriod.Kind) -> [QuotePeriod] {
    var found: [QuotePeriod] = []
    var next = DeliveryPeriod(kind, containing: reach.first)
    while let period = next, period.first < reach.end,
      let cut = QuotePeriod(from: max(period.first, reach.first), until: min(period.end, reach.end))
    {
      found.append(cut)
      next = period.next
    }
    return found
  }

  private func prices(_ contracts: [(QuotePeriod, Block)]) throws(CurveError) -> [Double?] {
    try built.prices(of: contracts.map { CurveQuote($0.0, block: $0.1, .firm(0)) })
  }

  private var repricing: String {
    var table = TextTable("Quote", "From", "To", "Quoted>", "Bid>", "Ask>", "Curve>", "Error>", "Remarks")
    for line in shown {
      table.add(
        line.id, line.start.description, line.end.description, decimal(line.target), line.bid.map { decimal($0) } ?? "",
        line.ask.map { decimal($0) } ?? "", decimal(line.model), small(line.error),
        line.flags.map(\.reason).joined(separator: "; "))
    }
    return table.text
  }

  /// All quotes, or of more than 120 those that the curve meets worst.
  private var shown: [QuoteRepricing] {
    guard built.repricing.count > 120 else { return built.repricing }
    return Array(built.repricing.sorted { ($0.violation, abs($0.error)) > ($1.violation, abs($1.error)) }.prefix(120))
  }

  private var verdict: String {
    "\(built.status): \(grouped(built.quotes.count)) quotes, largest miss \(small(built.repricingError)), "
      + "roughness \(String(format: "%.6g", built.roughness))"
  }

  /// A number that is nothing but rounding is 0.
  private func small(_ value: Double) -> String {
    abs(value) < 5e-10 ? "0" : abs(value) < 0.005 ? String(format: "%.1e", value) : decimal(value)
  }
}
