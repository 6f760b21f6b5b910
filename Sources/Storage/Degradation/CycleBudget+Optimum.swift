import NumericalKernels

extension CycleBudget {
  /// The best number of cycles a year, and what a cycle must earn.
  public struct Optimum: Hashable, Sendable, Codable {
    /// The best cycles and what they earn in a year.
    public let point: Point
    /// The dual price of a cycle: charge it on each cycle, and the best dispatch does these cycles.
    public let price: Double
    /// The life at that use, years.
    public let life: Double
    /// What is made as large as possible.
    public let value: Double
    /// Earnings by cycles as far as they were worked out: a concave curve from few cycles to many.
    public let curve: [Point]
    /// How much the earnings of a year may lie above the curve at the best cycles.
    public let slack: Double
    /// How often a year was dispatched.
    public let evaluations: Int
  }

  /// The optimum over earnings that are known at some numbers of cycles; between them a mixture of both earns in proportion.
  ///
  /// - Throws: `empty` without a point, `notFinite`, `outOfRange` for negative cycles.
  /// - Complexity: O(n log n).
  public func optimum(over points: [Point]) throws(StorageError) -> Optimum {
    let curve = try Self.envelope(points)
    let (point, price) = best(on: curve)
    return Optimum(
      point: point, price: price, life: life(cycles: point.cycles), value: value(of: point), curve: curve, slack: 0,
      evaluations: 0)
  }

  /// The optimum for a store whose year is dispatched at prices for a cycle.
  ///
  /// Works out the curve of earnings only where it matters: the best point of what is known gives the price of a cycle there, a dispatch
  /// at that price gives a new point or shows that none is better; so price and dispatch agree in the end. For a concave curve this
  /// ends at the optimum; each dispatch should itself be optimal.
  ///
  /// - Parameters:
  ///   - tolerance: How much a year's earnings may lie above the curve, relative to them.
  ///   - limit: How often a year may be dispatched.
  ///   - idle: The year of the least use, where the curve begins: it counts even where it loses money. Without cycles and earnings
  ///     unless given; a store with an auxiliary load, energy to begin with or an end that is worth something has another.
  ///   - respond: The cycles and earnings (before the price) of a year in which each cycle costs a price.
  /// - Throws: What `respond` throws; as ``optimum(over:)``.
  /// - Complexity: Usually 5 to 20 dispatches.
  public func optimum(
    tolerance: Double = 1e-6, limit: Int = 60, idle: Point = Point(cycles: 0, revenue: 0),
    _ respond: (Double) throws(StorageError) -> Point
  ) throws(StorageError) -> Optimum {
    try InputCheck.within(0...1, tolerance, "tolerance")
    try InputCheck.within(1...10_000, Double(limit), "limit")
    var points = [idle, try respond(0)]
    var evaluations = 1
    while true {
      let curve = try Self.envelope(points)
      let (point, price) = best(on: curve)
      guard evaluations < limit else {
        return Optimum(
          point: point, price: price, life: life(cycles: point.cycles), value: value(of: point), curve: curve,
          slack: .infinity, evaluations: evaluations)
      }
      let answer = try respond(price)
      evaluations += 1
      let known = curve.map { $0.revenue - price * $0.cycles }.max() ?? 0
      let slack = max(0, answer.revenue - price * answer.cycles - known)
      points = curve + [answer]
      if slack <= tolerance * max(1, abs(point.revenue)) {
        return Optimum(
          point: point, price: price, life: life(cycles: point.cycles), value: value(of: point), curve: curve,
          slack: slack, evaluations: evaluations)
      }
    }
  }

  /// The smallest concave curve that is nowhere below the points.
  static func envelope(_ points: [Point]) throws(StorageError) -> [Point] {
    guard !points.isEmpty else {
      throw StorageError(.empty, field: "points", found: "no points", expected: "at least one")
    }
    for (index, point) in points.enumerated() {
      try InputCheck.within(0...1e9, point.cycles, "points.cycles", index: index)
      guard point.revenue.isFinite else {
        throw StorageError(
          .notFinite, field: "points.revenue", found: "\(point.revenue)", expected: "a finite number", index: index)
      }
    }
    var hull: [Point] = []
    for point in points.sorted(by: { ($0.cycles, $1.revenue) < ($1.cycles, $0.revenue) }) {
      if hull.last?.cycles == point.cycles { continue }
      while hull.count >= 2 {
        let (a, b) = (hull[hull.count - 2], hull[hull.count - 1])
        let isBelow =
          (b.revenue - a.revenue) * (point.cycles - a.cycles) <= (point.revenue - a.revenue) * (b.cycles - a.cycles)
        guard isBelow else { break }
        hull.removeLast()
      }
      hull.append(point)
    }
    return hull
  }

  /// The best point of a concave curve, and the price of a cycle that supports it.
  private func best(on curve: [Point]) -> (point: Point, price: Double) {
    // The value is a concave function over a convex one: one maximum, on a piece or at a corner.
    var best = curve[0]
    for point in curve.dropFirst() where value(of: point) > value(of: best) { best = point }
    for (left, right) in zip(curve, curve.dropFirst()) {
      let slope = (right.revenue - left.revenue) / (right.cycles - left.cycles)
      func at(_ cycles: Double) -> Point {
        Point(cycles: cycles, revenue: left.revenue + slope * (cycles - left.cycles))
      }
      // A piece holds the maximum where its slope is above the price at the left end and below it at the right.
      guard slope > price(at: left), slope < price(at: right) else { continue }
      let root = Brent.root(from: left.cycles, to: right.cycles) { slope - price(at: at($0)) }
      let point = at(root.point)
      if value(of: point) >= value(of: best) { return (point, slope) }
    }
    return (best, price(at: best))
  }
}

extension CycleBudget.Optimum {
  private enum CodingKeys: CodingKey { case point, price, life, value, curve, slack, evaluations }

  /// Reads an optimum; a slack that is left out is infinite.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double { try container.decode(Double.self, forKey: key) }
    point = try container.decode(CycleBudget.Point.self, forKey: .point)
    price = try number(.price)
    life = try container.decodeIfPresent(Double.self, forKey: .life) ?? .infinity
    value = try number(.value)
    curve = try container.decode([CycleBudget.Point].self, forKey: .curve)
    slack = try container.decodeIfPresent(Double.self, forKey: .slack) ?? .infinity
    evaluations = try container.decode(Int.self, forKey: .evaluations)
  }

  /// Writes an optimum; a slack or life that is infinite is left out, since JSON has no such number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(point, forKey: .point)
    try container.encode(price, forKey: .price)
    try container.encodeIfPresent(life.isFinite ? life : nil, forKey: .life)
    try container.encode(value, forKey: .value)
    try container.encode(curve, forKey: .curve)
    try container.encodeIfPresent(slack.isFinite ? slack : nil, forKey: .slack)
    try container.encode(evaluations, forKey: .evaluations)
  }
}
