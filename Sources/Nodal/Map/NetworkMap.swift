/// A network drawn: buses coloured by price, branches by how full they are.
///
///     var map = NetworkMap(network)
///     map.title = "Five buses"
///     map.busValues = prices.map { $0 }
///     map.valueName = "LMP, $/MWh"
///     map.flows = flow.flows
///     let picture = map.svg
///
/// Colours run from dark (low) to light (high) and keep their order in grey; what is nearly full is orange and what is overfull vermilion, wider too.
/// Pointing at a bus or a branch tells its name and numbers. Buses have labels where there are few.
public struct NetworkMap: Sendable {
  /// The network.
  public let network: Network
  /// Where the buses lie.
  public let layout: NetworkLayout
  /// The title; none where empty.
  public var title = ""
  /// What colours the buses, by place: prices, congestion; `nil` for a bus without one.
  public var busValues: [Double?] = []
  /// The name of what colours them, with its unit.
  public var valueName = "LMP"
  /// The flow on each branch, MW, positive from `from` to `to`.
  public var flows: [Double] = []
  /// The ratings that branches are full at.
  public var rating = BranchRating.longTerm
  /// The longer side of the drawing, in pixels.
  public var size = 960.0

  /// Makes a map and lays it out.
  public init(_ network: Network) {
    self.network = network
    layout = NetworkLayout(network)
  }

  /// Makes a map with a layout, for example that of the network before an outage.
  ///
  /// - Throws: `countMismatch` for the layout of a network with other buses.
  public init(_ network: Network, layout: NetworkLayout) throws(NodalError) {
    guard layout.positions.count == network.buses.count else {
      throw NodalError(
        .countMismatch, found: "a layout of \(layout.positions.count) buses", expected: "\(network.buses.count)")
    }
    self.network = network
    self.layout = layout
  }

  private static let margin = 40.0
  private static let ink = "#1f2937"
  private static let faint = "#6b7280"

  private var hasFew: Bool { network.buses.count <= 60 }
  private var extent: Double { size.isFinite ? min(max(size, 200), 10_000) : 960 }
  private var legendTop: Double { Self.margin + layout.height * extent + 44 + (title.isEmpty ? 0 : 28) }

  /// The picture as SVG.
  ///
  /// Values or flows that are not finite, or of which there are fewer than buses or branches, are drawn as missing.
  ///
  /// - Complexity: O(buses + branches).
  public var svg: String {
    let width = max(layout.width * extent, 620) + 2 * Self.margin
    let height = legendTop + 76
    var parts: [String] = []
    parts.reserveCapacity(network.buses.count + network.branches.count + 60)
    parts.append(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(SVGText.number(width)) \(SVGText.number(height))\""
        + " font-family=\"sans-serif\" font-size=\"12\">")
    parts.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>")
    if !title.isEmpty {
      parts.append(text(Self.margin, 34, title, size: 18, colour: Self.ink, weight: "600"))
    }
    parts.append("<g stroke-linecap=\"round\" fill=\"none\">")
    for branch in drawingOrder { parts.append(line(branch)) }
    for place in network.hvdcLines.indices { parts.append(hvdc(place)) }
    parts.append("</g>")
    if hasFew, flows.count == network.branches.count {
      for branch in network.branches.indices { parts += arrow(branch) }
    }
    let range = valueRange
    parts.append("<g stroke=\"#ffffff\" stroke-width=\"\(SVGText.number(radius / 5, decimals: 2))\">")
    for bus in network.buses.indices { parts.append(circle(bus, range)) }
    parts.append("</g>")
    if hasFew { for bus in network.buses.indices { parts.append(label(bus)) } }
    parts += legend(range)
    parts.append("</svg>")
    return parts.joined(separator: "\n") + "\n"
  }

  // MARK: Buses

  private var radius: Double {
    hasFew ? 9 : max(1.6, min(7, 0.18 * extent / Double(network.buses.count).squareRoot()))
  }

  private func place(_ bus: Int) -> (x: Double, y: Double) {
    let position = layout.positions[bus]
    return (
      Self.margin + position.x * extent, Self.margin + (title.isEmpty ? 0 : 28) + position.y * extent
    )
  }

  private func value(_ bus: Int) -> Double? {
    guard busValues.indices.contains(bus), let value = busValues[bus], value.isFinite else { return nil }
    return value
  }

  /// From the second to the ninety-eighth of a hundred values, so that one odd price does not take all the colours.
  private var valueRange: ClosedRange<Double>? {
    let sorted = network.buses.indices.compactMap(value).sorted()
    guard let least = sorted.first, let greatest = sorted.last else { return nil }
    guard sorted.count > 100 else { return least...greatest }
    let (low, high) = (sorted[sorted.count / 50], sorted[sorted.count - 1 - sorted.count / 50])
    return low < high ? low...high : least...greatest
  }

  private func share(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    let width = range.upperBound / 2 - range.lowerBound / 2
    return width > 0 ? (value / 2 - range.lowerBound / 2) / width : 0.5
  }

  private func circle(_ bus: Int, _ range: ClosedRange<Double>?) -> String {
    let (x, y) = place(bus)
    let value = value(bus)
    let colour = value.flatMap { value in range.map { ColourScale.colour(share(value, $0)) } } ?? "#d1d5db"
    let name = network.buses[bus].name
    let tip =
      "bus \(network.buses[bus].number)" + (name.isEmpty ? "" : " \(name)")
      + (value.map { ": \(SVGText.number($0, decimals: 2))" } ?? "")
    return
      "<circle cx=\"\(SVGText.number(x))\" cy=\"\(SVGText.number(y))\" r=\"\(SVGText.number(radius))\" fill=\"\(colour)\">"
      + "<title>\(SVGText.escaped(tip))</title></circle>"
  }

  private func label(_ bus: Int) -> String {
    let (x, y) = place(bus)
    let number = "\(network.buses[bus].number)"
    let shown = value(bus).map { number + " · " + SVGText.number($0, decimals: 2) } ?? number
    return text(x + radius + 3, y - radius, shown, size: 11, colour: Self.ink, halo: true)
  }

  // MARK: Branches

  private func loading(_ branch: Int) -> Double? {
    guard flows.count == network.branches.count, flows[branch].isFinite, network.isBranchActive(at: branch),
      let limit = rating.limit(of: network.branches[branch])
    else { return nil }
    return limit > 0 ? abs(flows[branch]) / limit : flows[branch] == 0 ? 0 : .infinity
  }

  /// The fullest last, so that they lie on top.
  private var drawingOrder: [Int] {
    network.branches.indices.map { ($0, loading($0) ?? -1) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
  }

  private static let classes: [(name: String, colour: String, width: Double)] = [
    ("under 50 %", "#c3c9d3", 1), ("50 to 80 %", "#7b8798", 1.5), ("80 to 99.9 %", "#e69f00", 2.2),
    ("full", "#d55e00", 3.2), ("no limit or flow", "#cfd4dc", 1),
  ]

  private func style(_ branch: Int) -> (name: String, colour: String, width: Double) {
    guard let loading = loading(branch) else { return Self.classes[4] }
    return Self.classes[loading < 0.5 ? 0 : loading < 0.8 ? 1 : loading < 0.999 ? 2 : 3]
  }

  private func line(_ branch: Int) -> String {
    let (from, to) = (place(network.branchFrom[branch]), place(network.branchTo[branch]))
    let style = style(branch)
    let dash = network.isBranchActive(at: branch) ? "" : " stroke-dasharray=\"3 3\""
    var tip = "\(network.branches[branch].id): \(network.branches[branch].from) to \(network.branches[branch].to)"
    if flows.count == network.branches.count, flows[branch].isFinite {
      tip += ", \(SVGText.number(flows[branch])) MW"
      if let limit = rating.limit(of: network.branches[branch]) { tip += " of \(SVGText.number(limit))" }
    }
    return segment(from, to, style.colour, style.width * (hasFew ? 1.8 : 0.8), dash, tip)
  }

  private func hvdc(_ place: Int) -> String {
    let ends = (self.place(network.hvdcFrom[place]), self.place(network.hvdcTo[place]))
    return segment(ends.0, ends.1, "#0072b2", hasFew ? 2 : 1, " stroke-dasharray=\"6 3\"", network.hvdcLines[place].id)
  }

  private func segment(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ colour: String, _ width: Double, _ dash: String,
    _ tip: String
  ) -> String {
    "<line x1=\"\(SVGText.number(from.x))\" y1=\"\(SVGText.number(from.y))\" x2=\"\(SVGText.number(to.x))\""
      + " y2=\"\(SVGText.number(to.y))\" stroke=\"\(colour)\" stroke-width=\"\(SVGText.number(width, decimals: 2))\"\(dash)>"
      + "<title>\(SVGText.escaped(tip))</title></line>"
  }

  /// An arrowhead in the middle, the way the power goes, and the megawatts beside it.
  private func arrow(_ branch: Int) -> [String] {
    let flow = flows[branch]
    let (a, b) = (place(network.branchFrom[branch]), place(network.branchTo[branch]))
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard flow.isFinite, abs(flow) > 1e-6, length > 30 else { return [] }
    let sign = flow > 0 ? 1.0 : -1
    let (ux, uy) = (sign * dx / length, sign * dy / length)
    let (cx, cy) = (a.x + 0.5 * dx, a.y + 0.5 * dy)
    let points = [(7.0, 0.0), (-5, 5), (-5, -5)].map { along, across in
      "\(SVGText.number(cx + along * ux - across * uy)),\(SVGText.number(cy + along * uy + across * ux))"
    }
    return [
      "<polygon points=\"\(points.joined(separator: " "))\" fill=\"\(style(branch).colour)\" stroke=\"#ffffff\"/>",
      text(cx + 9, cy + 13, "\(SVGText.number(abs(flow))) MW", size: 10, colour: Self.faint, halo: true),
    ]
  }

  // MARK: Legend

  private func legend(_ range: ClosedRange<Double>?) -> [String] {
    var parts: [String] = []
    let top = legendTop
    if let range {
      parts.append(text(Self.margin, top, valueName, size: 12, colour: Self.ink))
      let steps = 40
      for step in 0..<steps {
        parts.append(
          "<rect x=\"\(SVGText.number(Self.margin + 6 * Double(step)))\" y=\"\(SVGText.number(top + 8))\" width=\"6.5\" height=\"12\""
            + " fill=\"\(ColourScale.colour((Double(step) + 0.5) / Double(steps)))\"/>")
      }
      let middle = range.lowerBound / 2 + range.upperBound / 2
      for (offset, value) in [(0.0, range.lowerBound), (120, middle), (240, range.upperBound)] {
        parts.append(
          text(
            Self.margin + offset, top + 34, SVGText.number(value, decimals: 2), size: 11, colour: Self.faint,
            anchor: offset == 0 ? "start" : offset == 120 ? "middle" : "end"))
      }
    }
    if flows.count == network.branches.count {
      parts.append(text(Self.margin + 290, top, "Loading of branches", size: 12, colour: Self.ink))
      for (place, style) in Self.classes.enumerated() {
        let (x, y) = (Self.margin + 290 + Double(place % 3) * 115, top + 16 + Double(place / 3) * 20)
        parts.append(segment((x, y), (x + 22, y), style.colour, style.width * 1.8, "", style.name))
        parts.append(text(x + 28, y + 4, style.name, size: 11, colour: Self.faint))
      }
    }
    return parts
  }

  private func text(
    _ x: Double, _ y: Double, _ content: String, size: Int, colour: String, weight: String? = nil,
    anchor: String = "start", halo: Bool = false
  ) -> String {
    let start =
      "<text x=\"\(SVGText.number(x))\" y=\"\(SVGText.number(y))\" font-size=\"\(size)\" text-anchor=\"\(anchor)\""
      + (weight.map { " font-weight=\"\($0)\"" } ?? "")
    let end = ">\(SVGText.escaped(content))</text>"
    // The halo is a text of its own below: not every program that draws SVG can paint the outline first.
    let below = halo ? start + " fill=\"#ffffff\" stroke=\"#ffffff\" stroke-width=\"3\"" + end + "\n" : ""
    return below + start + " fill=\"\(colour)\"" + end
  }
}
