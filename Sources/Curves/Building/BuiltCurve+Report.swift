public import MarketData
public import Valuation

/// A built curve as text: points, re-pricing, status and basis, in numbers and ISO 8601 texts.
///
///     try JSONEncoder().encode(built.report)
///
/// Times are the market's days where every interval begins and ends with one (`2026-01-01`), else times on the market's clock with
/// their offset (`2026-01-01T13:00:00+01:00`), midnight too.
public struct CurveReport: Hashable, Sendable, Codable {
  /// An interval of the curve.
  public struct Point: Hashable, Sendable, Codable {
    /// The beginning.
    public var start: String
    /// The end, which does not belong to it.
    public var end: String
    /// The price over all hours.
    public var value: Double
    /// The price of each strand by the block's name, where there are several.
    public var blocks: [String: Double]?
  }

  /// The version of this layout.
  public var schemaVersion = 1
  /// What the values are.
  public var unit: String
  /// The curve.
  public var points: [Point]
  /// How it prices each quote.
  public var repricing: [QuoteRepricing]
  /// See ``BuiltCurve/roughness``.
  public var roughness: Double
  /// How the build ended.
  public var status: String
  /// Quotes and bounds that cannot hold together.
  public var conflict: [String]
  /// What the result rests on.
  public var basis: ResultBasis
}

extension BuiltCurve {
  /// The curve as text and numbers.
  public var report: CurveReport {
    let names = definition.strands.map(\.name)
    let blocks = strands.count > 1 ? zip(names, strands).map { ($0, $1.values) } : []
    return report(of: curve, blocks)
  }

  /// The curve on a finer grid as text and numbers, see ``resolved(on:)``.
  ///
  /// - Throws: `outOfRange` where an interval of the grid does not lie in one interval of the curve.
  public func report(on grid: DeliveryGrid) throws(CurveError) -> CurveReport {
    report(of: try resolved(on: grid), [])
  }

  private func report(of curve: ForwardCurve, _ blocks: [(name: String, values: [Double])]) -> CurveReport {
    let edges = definition.days.labels(ofEdgesOf: curve.grid)
    let points = curve.values.indices.map { i in
      CurveReport.Point(
        start: edges[i], end: edges[i + 1], value: curve.values[i],
        blocks: blocks.isEmpty
          ? nil : Dictionary(blocks.map { ($0.name, $0.values[i]) }, uniquingKeysWith: { first, _ in first }))
    }
    return CurveReport(
      unit: "\(definition.unit)", points: points, repricing: repricing, roughness: roughness, status: status.name,
      conflict: conflict, basis: basis)
  }

  /// The points as CSV: `start,end,value`, and a column for each of several strands.
  public var csv: String {
    let edges = definition.days.labels(ofEdgesOf: curve.grid)
    let several = strands.count > 1
    var text = "start,end,value"
    if several { for strand in definition.strands { text += "," + strand.name.csvField } }
    text += "\n"
    for i in curve.values.indices {
      text += "\(edges[i]),\(edges[i + 1]),\(curve.values[i])"
      if several { for strand in strands { text += ",\(strand.values[i])" } }
      text += "\n"
    }
    return text
  }

  /// The re-pricing as CSV, one line a quote.
  public var repricingCSV: String {
    var text = "id,start,end,block,target,bid,ask,model,error,violation,multiplier,flags\n"
    for line in repricing {
      let sides = [line.bid, line.ask].map { $0.map { "\($0)" } ?? "" }.joined(separator: ",")
      let flags = line.flags.map(\.kind.rawValue).joined(separator: " ")
      text += "\(line.id.csvField),\(line.start),\(line.end),\(line.block.csvField),\(line.target),\(sides),"
      text += "\(line.model),\(line.error),\(line.violation),\(line.multiplier),\(flags)\n"
    }
    return text
  }
}

extension MarketDays {
  /// The edges of intervals as market days where each is the beginning of one, else all as times on the clock.
  func labels(ofEdgesOf grid: DeliveryGrid) -> [String] {
    let edges = grid.map(\.start) + [grid.end]
    var labels: [String] = []
    labels.reserveCapacity(edges.count)
    for edge in edges {
      let date = date(of: edge)
      guard start(of: date) == edge else { return edges.map { $0.description(in: zone) } }
      labels.append(date.description)
    }
    return labels
  }
}

extension String {
  /// The text as a field of CSV: in quotes where it holds a comma, a quote or a line's end.
  var csvField: String {
    guard contains(where: { ",\"\n\r".contains($0) || $0.isNewline }) else { return self }
    return "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
