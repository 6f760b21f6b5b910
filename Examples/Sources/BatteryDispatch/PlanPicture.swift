import Foundation
import MarketData
import Storage

/// A plan drawn over time in three bands: price, power and state of charge.
struct PlanPicture {
  private let plan: Plan
  private let left = 70.0
  private let width = 1020.0

  init(_ plan: Plan) { self.plan = plan }

  /// The picture.
  var svg: String {
    let price = plan.problem.dispatch.sellPrices
    let power = zip(plan.discharge, plan.charge).map { $0 - $1 }
    let window = plan.request.asset.window
    let name =
      "Power, MW: delivered above zero, drawn below" + (plan.awards.isEmpty ? "" : "; the light lines with awards")
    let bands = [
      band("Price", [price], ["#b45309"], 40, 150, nil),
      band(name, [power] + reserved(power), ["#1d4ed8", "#93c5fd", "#93c5fd"], 230, 170, nil),
      band("Stored energy, MWh", [plan.storedEnergy], ["#15803d"], 440, 120, window),
    ]
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1120 620" font-family="sans-serif" font-size="12">
      <rect width="100%" height="100%" fill="white"/>
      <text x="\(text(left))" y="22" font-size="16" fill="#111827">\(escaped(title))</text>
      \(bands.joined(separator: "\n"))
      \(dates)
      </svg>

      """
  }

  /// The most that calls upwards and downwards could make of the power.
  private func reserved(_ power: [Double]) -> [[Double]] {
    guard !plan.awards.isEmpty else { return [] }
    var (most, least) = (power, power)
    for (service, award) in zip(plan.request.services, plan.awards) {
      for t in power.indices {
        if service.direction != .down { most[t] += award.power[t] }
        if service.direction != .up { least[t] -= award.power[t] }
      }
    }
    return [most, least]
  }

  private var title: String {
    "\(plan.request.asset.name): \(plan.steps.count) steps, earns \(String(format: "%.0f", plan.objective)), "
      + "\(String(format: "%.1f", plan.cycles)) cycles"
  }

  /// One band: a frame with the least and the greatest value, zero where it lies between, and the lines.
  private func band(
    _ name: String, _ lines: [[Double]], _ colours: [String], _ y: Double, _ height: Double,
    _ range: ClosedRange<Double>?
  ) -> String {
    let values = lines.flatMap { $0 }
    var (low, high) = (range?.lowerBound ?? values.min() ?? 0, range?.upperBound ?? values.max() ?? 1)
    if high - low < 1e-9 { (low, high) = (low - 1, high + 1) }
    func place(_ value: Double) -> Double { y + height * (high - value) / (high - low) }
    var parts = [
      "<text x=\"\(text(left))\" y=\"\(text(y - 6))\" fill=\"#374151\">\(escaped(name))</text>",
      "<rect x=\"\(text(left))\" y=\"\(text(y))\" width=\"\(text(width))\" height=\"\(text(height))\" fill=\"none\" stroke=\"#d1d5db\"/>",
    ]
    for value in [low, high] + (low < 0 && high > 0 ? [0] : []) {
      parts.append(
        "<text x=\"\(text(left - 6))\" y=\"\(text(place(value) + 4))\" text-anchor=\"end\" fill=\"#4b5563\">"
          + "\(String(format: "%.5g", value))</text>")
    }
    if low < 0, high > 0 {
      parts.append(
        "<line x1=\"\(text(left))\" x2=\"\(text(left + width))\" y1=\"\(text(place(0)))\" y2=\"\(text(place(0)))\" stroke=\"#e5e7eb\"/>"
      )
    }
    for (line, colour) in zip(lines, colours).reversed() {
      parts.append(
        "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.2\" points=\"\(points(line, place))\"/>")
    }
    return parts.joined(separator: "\n")
  }

  /// Steps of few values; of many the least and the greatest of each group, so that no peak is lost.
  private func points(_ line: [Double], _ place: (Double) -> Double) -> String {
    func x(_ index: Int) -> String { text(left + width * Double(index) / Double(line.count)) }
    guard line.count > 1500 else {
      return line.indices.map { t in
        "\(x(t)),\(text(place(line[t]))) \(x(t + 1)),\(text(place(line[t])))"
      }.joined(separator: " ")
    }
    let length = (line.count + 749) / 750
    return stride(from: 0, to: line.count, by: length).map { start in
      let group = line[start..<min(start + length, line.count)]
      return "\(x(start)),\(text(place(group.min() ?? 0))) \(x(start)),\(text(place(group.max() ?? 0)))"
    }.joined(separator: " ")
  }

  private var dates: String {
    let count = 8
    return (0...count).map { part in
      let index = min(part * plan.steps.count / count, plan.steps.count - 1)
      let date = MarketTimeZone.utc.localDate(of: plan.steps.start(at: index))
      return
        "<text x=\"\(text(left + width * Double(part) / Double(count)))\" y=\"582\" text-anchor=\"middle\" fill=\"#4b5563\">\(date)</text>"
    }.joined(separator: "\n")
  }

  private func text(_ value: Double) -> String { String(format: "%.1f", value) }

  private func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;")
  }
}
