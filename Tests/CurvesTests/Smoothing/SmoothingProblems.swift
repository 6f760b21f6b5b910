import Foundation
import NumericalKernels

@testable import Curves

/// Programs that tests share.
enum SmoothingProblems {
  /// A row of the average of some points of one strand.
  static func average(_ range: Range<Int>, lower: Double, upper: Double? = nil, softness: Double? = nil)
    -> SmoothingProgram.Row
  {
    SmoothingProgram.Row(
      first: range.lowerBound, weights: [Double](repeating: 1 / Double(range.count), count: range.count), lower: lower,
      upper: upper ?? lower, softness: softness)
  }

  enum Quotes { case equality, bidAsk, soft }

  /// The curve of 2026 to 2050 from sixty overlapping contracts: months, quarters, seasons, years and strips of years.
  static func quarterCentury(daily: Bool, _ quotes: Quotes) -> SmoothingProgram {
    let months = (0...300).map { day(year: 2026 + $0 / 12, month: $0 % 12 + 1) }
    let begin = months[0]
    let edges = daily ? Array(begin...months[300]) : months
    let lengths = zip(edges.dropFirst(), edges).map { Double($0 - $1) }
    let truth = zip(edges, lengths).map { first, length -> Double in
      let time = (Double(first - begin) + length / 2) / 365.25
      let season = 9 * cos(2 * Double.pi * (time - 0.04)) * exp(-time / 30)
      return 55 + 6 * exp(-time / 2) + 0.35 * time + season
    }
    var spans = (0..<12).map { ($0, $0 + 1) } + (0..<12).map { (3 * $0, 3 * $0 + 3) }
    spans += (0..<8).map { (6 * $0 + 3, 6 * $0 + 9) } + (1..<25).map { (12 * $0, 12 * $0 + 12) }
    spans += [(0, 60), (60, 120), (120, 180), (180, 300)]
    let rows = spans.enumerated().map { k, span -> SmoothingProgram.Row in
      let first = daily ? months[span.0] - begin : span.0
      let last = daily ? months[span.1] - begin : span.1
      let total = lengths[first..<last].reduce(0, +)
      let weights = lengths[first..<last].map { $0 / total }
      let middle = zip(weights, truth[first..<last]).reduce(0) { $0 + $1.0 * $1.1 }
      // Half spreads and noise of two digits, which any generator of the same problem can repeat.
      let half = 0.05 + 0.01 * Double((7 * k) % 20)
      let noise = quotes == .bidAsk ? 0.01 * Double((11 * k) % 7 - 3) : 0
      return SmoothingProgram.Row(
        first: first, weights: weights, lower: quotes == .bidAsk ? middle + noise - half : middle,
        upper: quotes == .bidAsk ? middle + noise + half : middle, softness: quotes == .soft ? 1e4 : nil)
    }
    return SmoothingProgram(points: edges.count - 1, rows: rows)
  }

  /// Days since 1970 of the first of a month (Hinnant, "chrono-compatible low-level date algorithms").
  static func day(year: Int, month: Int, day: Int = 1) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// What a random program may have.
  struct Features: OptionSet, Sendable {
    let rawValue: Int
    static let bidAsk = Features(rawValue: 1)
    static let soft = Features(rawValue: 2)
    static let box = Features(rawValue: 4)
    static let tension = Features(rawValue: 8)
    static let strands = Features(rawValue: 16)
    static let weights = Features(rawValue: 32)
    static let prior = Features(rawValue: 64)
    static let dependent = Features(rawValue: 128)
  }

  /// A seeded program that some curve satisfies: rows are sums of it.
  static func random(seed: UInt64, _ features: Features) -> SmoothingProgram {
    var stream = RandomStream(seed: seed, path: 0)
    func whole(_ range: Range<Int>) -> Int {
      range.lowerBound + min(Int(stream.uniform() * Double(range.count)), range.count - 1)
    }
    let points = whole(12..<60)
    let strands = features.contains(.strands) ? 2 : 1
    let count = points * strands
    var truth: [Double] = []
    for i in 0..<count {
      truth.append(40 + 15 * sin(0.3 * Double(i / strands)) + 6 * Double(i % strands) + 4 * stream.uniform())
    }
    var program = SmoothingProgram(points: points, strands: strands, rows: [])
    if features.contains(.tension) { program.tension = 0.001 + stream.uniform() }
    if features.contains(.prior) { program.prior = (0..<count).map { 35 + 10 * cos(0.2 * Double($0)) } }
    if features.contains(.box) {
      program.floor = (truth.min() ?? 0) + 0
      program.ceiling = (truth.max() ?? 0) + 0
      truth = truth.map { min(max($0, 31), 52) }
      (program.floor, program.ceiling) = (31, 52)
    }
    let shape = (0..<count).map { _ in 0.5 + stream.uniform() }
    for _ in 0..<whole(4..<16) {
      let first = whole(0..<count - 3)
      let length = whole(1..<count - first)
      var weights =
        features.contains(.weights) ? Array(shape[first..<first + length]) : [Double](repeating: 1, count: length)
      if strands == 2, stream.uniform() < 0.6 {
        for k in weights.indices where (first + k) % 2 == 0 { weights[k] = 0 }
        if weights.allSatisfy({ $0 == 0 }) { weights[0] = 1 }
      }
      let total = weights.reduce(0, +)
      weights = weights.map { $0 / total }
      let value = zip(weights, truth[first...]).reduce(0) { $0 + $1.0 * $1.1 }
      var row = SmoothingProgram.Row(first: first, weights: weights, lower: value, upper: value, softness: nil)
      let kind = stream.uniform()
      if features.contains(.bidAsk), kind < 0.8 {
        row.lower -= stream.uniform()
        row.upper += stream.uniform()
        if kind < 0.05 { row.lower = -.infinity }
      } else if features.contains(.soft), kind > 0.4 {
        row.softness = 0.01 + 10 * stream.uniform()
      }
      program.rows.append(row)
      if features.contains(.dependent), length > 1 {
        let half = length / 2
        let parts = [Array(weights[..<half]), Array(weights[half...])]
        for (part, start) in zip(parts, [first, first + half]) where part.contains(where: { $0 != 0 }) {
          let sum = zip(part, truth[start...]).reduce(0) { $0 + $1.0 * $1.1 }
          program.rows.append(
            SmoothingProgram.Row(first: start, weights: part, lower: sum, upper: sum, softness: nil))
        }
      }
    }
    return program
  }
}
