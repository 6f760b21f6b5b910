import Curves
import Foundation
import MarketData

/// Builds of a curve from quotes: one for every quote file in the folder `--problems`, which `Peers/curves.py` writes.
enum CurveBenchmarks {
  /// All of them; none without a folder.
  static func all(_ settings: Settings) -> [Benchmark] {
    guard let folder = settings.problemFolder,
      let files = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return [] }
    return files.filter { $0.hasSuffix(".quotes") }.sorted().map { file in
      build(String(file.dropLast(7)), URL(fileURLWithPath: folder).appendingPathComponent(file))
    }
  }

  /// From quotes to the curve, the weighing of quotes included; the remark says what is wrong with it, by the rules that peers are held to.
  private static func build(_ name: String, _ url: URL) -> Benchmark {
    Benchmark(
      name: name, unit: "point", repeats: name.contains("monthly") ? 100 : 10,
      prepare: { _ in
        let file = try QuoteFile(contentsOf: url)
        let repeats = name.contains("monthly") ? 100 : 10
        return (
          file.definition.grid.count,
          {
            var count = 0
            for _ in 0..<repeats { count += try file.definition.build(file.quotes).curve.count }
            return count
          }
        )
      },
      remark: {
        let file = try QuoteFile(contentsOf: url)
        let built = try file.definition.build(file.quotes)
        guard built.status == .solved else { return "says \(built.status)" }
        var objective = built.roughness
        for (quote, priced) in zip(file.quotes, built.repricing) {
          if case .soft(_, let weight) = quote.price { objective += weight / 2 * priced.error * priced.error }
        }
        var wrong: [String] = []
        let error = abs(objective - file.objective) / max(abs(file.objective), 1e-3)
        if error > 1e-6 { wrong.append(String(format: "objective off by %.0e", error)) }
        if built.repricingError > 1e-6 { wrong.append(String(format: "bounds left by %.0e", built.repricingError)) }
        return wrong.joined(separator: ", ")
      })
  }
}

/// Quotes as `Peers/curves.py` writes them: a line of step and expected objective, then first day, day after the last, bid, ask and softness (0 for none).
private struct QuoteFile {
  let definition: CurveDefinition
  let quotes: [CurveQuote]
  let objective: Double

  /// A line that does not say what it should.
  struct Malformed: Error {
    let line: Substring
  }

  init(contentsOf url: URL) throws {
    var lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    let head = lines.removeFirst().split(separator: " ")
    guard head.count == 2, let objective = Double(head[1]) else { throw Malformed(line: lines[0]) }
    self.objective = objective
    quotes = try lines.map { line in
      let words = line.split(separator: " ")
      let numbers = words.dropFirst(2).compactMap { Double($0) }
      guard words.count == 5, numbers.count == 3, let first = LocalDate(String(words[0])),
        let end = LocalDate(String(words[1])), let period = QuotePeriod(from: first, until: end)
      else { throw Malformed(line: line) }
      let price: QuotedPrice =
        numbers[2] > 0
        ? .soft(numbers[0], weight: numbers[2])
        : numbers[0] == numbers[1] ? .firm(numbers[0]) : .bidAsk(bid: numbers[0], ask: numbers[1])
      return CurveQuote(period, price, id: "\(line)")
    }
    let days = MarketDays(.utc)
    guard let first = LocalDate("2026-01-01"), let end = LocalDate("2051-01-01") else { throw Malformed(line: "") }
    definition = CurveDefinition(
      grid: try days.grid(head[0] == "monthly" ? .month : .day, from: first, until: end), days: days,
      unit: .price(.eur, per: .megawattHour))
  }
}
