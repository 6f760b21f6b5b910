import Curves
import Foundation
import MarketData

/// A curve drawn over time, its quotes as bars: from the first day of delivery to the last, at the price or between bid and ask.
struct CurvePicture {
  private let built: BuiltCurve
  private let span: DeliveryInterval
  private let prices: ClosedRange<Double>

  private static let size = (width: 1120.0, height: 520.0)
  private static let margins = (left: 64.0, right: 24.0, top: 48.0, bottom: 40.0)
  private static let strandColours = ["#c2410c", "#1d4ed8", "#15803d", "#7e22ce"]

  init(_ built: BuiltCurve) {
    self.built = built
    span = built.definition.grid.span
    let quoted = built.repricing.flatMap { [$0.target, $0.bid ?? $0.target, $0.ask ?? $0.target] }
    let all = built.curve.values + built.strands.flatMap(\.values) + quoted
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    let room = max((high - low) * 0.06, 0.5)
    prices = low - room...high + room
  }

  /// The picture.
  var svg: String {
    let (width, height) = Self.size
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(text(width)) \(text(height))" font-family="sans-serif" font-size="12">
      <rect width="100%" height="100%" fill="white"/>
      <text x="\(text(Self.margins.left))" y="26" font-size="16" fill="#111827">\(title)</text>
      \(grid.joined(separator: "\n"))
      \(quotes.joined(separator: "\n"))
      \(lines.joined(separator: "\n"))
      </svg>

      """
  }

  private var title: String {
    let days = built.definition.days
    return "Forward curve \(days.date(of: span.start)) to \(days.date(of: span.end)), \(built.definition.unit)"
      + (built.status == .solved ? "" : " (\(built.status))")
  }

  private func x(_ instant: Instant) -> Double {
    let width = Self.size.width - Self.margins.left - Self.margins.right
    return Self.margins.left + width * Double(span.start.seconds(until: instant)) / Double(span.seconds)
  }

  private func y(_ price: Double) -> Double {
    let height = Self.size.height - Self.margins.top - Self.margins.bottom
    return Self.size.height - Self.margins.bottom
      - height * (price - prices.lowerBound) / (prices.upperBound - prices.lowerBound)
  }

  /// Lines of round prices and of years, or months of a short curve, with their labels.
  private var grid: [String] {
    var parts: [String] = []
    let right = Self.size.width - Self.margins.right
    let bottom = Self.size.height - Self.margins.bottom
    let step = roundStep((prices.upperBound - prices.lowerBound) / 8)
    var price = (prices.lowerBound / step).rounded(.up) * step
    while price <= prices.upperBound {
      let height = text(y(price))
      parts.append(line(text(Self.margins.left), height, text(right), height, "#e5e7eb"))
      parts.append(label(text(Self.margins.left - 8), text(y(price) + 4), "end", number(price)))
      price += step
    }
    for (instant, name) in dates {
      let place = text(x(instant))
      parts.append(line(place, text(Self.margins.top), place, text(bottom), "#f3f4f6"))
      parts.append(label(place, text(bottom + 18), "middle", name))
    }
    return parts
  }

  private var dates: [(Instant, String)] {
    let days = built.definition.days
    let first = days.date(of: span.start)
    let months = max(1, first.days(until: days.date(of: span.end)) / 30)
    let stride = [1, 3, 6, 12, 24, 60, 120].first { months / $0 <= 16 } ?? 240
    var marks: [(Instant, String)] = []
    var month = LocalDate(year: first.year, month: 1, day: 1) ?? first
    while days.start(of: month) <= span.end, marks.count < 100 {
      let instant = days.start(of: month)
      if instant >= span.start {
        marks.append((instant, stride % 12 == 0 ? "\(month.year)" : String(month.description.prefix(7))))
      }
      month = month.startOfMonth(advancedBy: stride)
    }
    return marks
  }

  private var quotes: [String] {
    built.repricing.compactMap { line in
      guard let period = QuotePeriod(from: line.start, until: line.end),
        let span = built.definition.days.interval(of: period)
      else { return nil }
      let (from, to) = (x(span.start), x(span.end))
      let colour = line.flags.contains { $0.kind == .conflicting } ? "#dc2626" : "#6b7280"
      let name = "<title>\(escaped(line.id)): \(number(line.target)), curve \(number(line.model))</title>"
      if let bid = line.bid, let ask = line.ask {
        return "<rect x=\"\(text(from))\" y=\"\(text(y(ask)))\" width=\"\(text(to - from))\" "
          + "height=\"\(text(max(y(bid) - y(ask), 1)))\" fill=\"\(colour)\" fill-opacity=\"0.25\">\(name)</rect>"
      }
      let height = text(y(line.target))
      return "<line x1=\"\(text(from))\" y1=\"\(height)\" x2=\"\(text(to))\" y2=\"\(height)\" stroke=\"\(colour)\" "
        + "stroke-width=\"3\" stroke-opacity=\"0.55\">\(name)</line>"
    }
  }

  /// Each strand, and the whole on top.
  private var lines: [String] {
    var parts: [String] = []
    if built.strands.count > 1 {
      for (index, strand) in built.strands.enumerated() {
        let colour = Self.strandColours[index % Self.strandColours.count]
        parts.append(path(of: strand, colour, 1.2))
        let place = text(Self.size.width - Self.margins.right - 8)
        parts.append(
          "<text x=\"\(place)\" y=\"\(text(64 + 16 * Double(index)))\" text-anchor=\"end\" fill=\"\(colour)\">"
            + "\(escaped(built.definition.strands[index].name))</text>")
      }
    }
    // Between weekdays and weekends the whole jumps, where there are strands; its weeks do not.
    let isDaily = built.strands.count > 1 && built.curve.grid.hours(at: 0) < 48
    return parts + [path(of: built.curve, "#111827", 1.8, every: isDaily ? 7 : 1)]
  }

  /// Steps of few points; a line through the means of `count` neighbours of many, and of more beyond 2,000 points.
  private func path(of curve: ForwardCurve, _ colour: String, _ width: Double, every count: Int = 1) -> String {
    var points: [String] = []
    if curve.count <= 60 {
      for (i, interval) in curve.grid.enumerated() {
        let height = text(y(curve.values[i]))
        points += ["\(text(x(interval.start))),\(height)", "\(text(x(interval.end))),\(height)"]
      }
    } else {
      let length = max(count, (curve.count + 1999) / 2000)
      for start in stride(from: 0, to: curve.count, by: length) {
        let range = start..<min(start + length, curve.count)
        let mean = range.reduce(0) { $0 + curve.values[$1] } / Double(range.count)
        let (from, to) = (curve.grid[range.lowerBound].start, curve.grid[range.upperBound - 1].end)
        points.append("\(text((x(from) + x(to)) / 2)),\(text(y(mean)))")
      }
    }
    return "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(width)\" stroke-linejoin=\"round\" "
      + "points=\"\(points.joined(separator: " "))\"/>"
  }

  private func line(_ x1: String, _ y1: String, _ x2: String, _ y2: String, _ colour: String) -> String {
    "<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" stroke=\"\(colour)\"/>"
  }

  private func label(_ x: String, _ y: String, _ anchor: String, _ text: String) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" fill=\"#4b5563\">\(text)</text>"
  }

  private func text(_ value: Double) -> String { String(format: "%.1f", value) }

  private func number(_ value: Double) -> String { String(format: "%.6g", value) }

  private func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;")
  }

  /// 1, 2 or 5 times a power of ten, at least as large.
  private func roundStep(_ step: Double) -> Double {
    let power = pow(10, log10(step).rounded(.down))
    return power * ([1, 2, 5].first { $0 * power >= step } ?? 10)
  }
}
