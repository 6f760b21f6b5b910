extension Network {
  /// What a generator, a dispatchable load or an HVDC line costs an hour, by its output in MW.
  ///
  ///     Network.Cost.linear(30)                                   // 30 $/MWh
  ///     Network.Cost.polynomial([100, 20, 0.05])                  // 100 + 20 P + 0.05 P²
  ///     Network.Cost.piecewise([.init(0, 0), .init(100, 2500), .init(200, 5500)])
  ///
  /// A dispatchable load is a generator of negative output, and the cost of it is what it would pay, turned round: a load of 50 MW
  /// that pays up to 80 $/MWh has the cost `.linear(80)` at an output of -50.
  public enum Cost: Hashable, Sendable, Codable {
    /// Coefficients from the constant on: `[c0, c1, c2]` is c0 + c1·P + c2·P² in $/h.
    case polynomial([Double])
    /// Points of a curve, of outputs that do not fall; beyond the first and the last one the curve goes on straight.
    case piecewise([Point])

    /// A point of a piecewise-linear cost.
    public struct Point: Hashable, Sendable, Codable {
      /// The output, MW.
      public var output: Double
      /// The cost, $/h.
      public var cost: Double

      /// Makes a point.
      public init(_ output: Double, _ cost: Double) {
        self.output = output
        self.cost = cost
      }
    }

    /// No cost at any output.
    public static let zero = Cost.polynomial([])

    /// A cost that is proportional to the output, $/MWh.
    public static func linear(_ price: Double, constant: Double = 0) -> Cost { .polynomial([constant, price]) }
  }
}

extension Network.Cost {
  /// The cost of an output, $/h.
  ///
  /// - Complexity: O(coefficients or points).
  public func value(at output: Double) -> Double {
    switch self {
    case .polynomial(let coefficients):
      return coefficients.reversed().reduce(0) { $0 * output + $1 }
    case .piecewise(let points):
      guard let segment = Self.segment(points, at: output) else { return points.first?.cost ?? 0 }
      let (left, right) = segment
      return left.cost + (right.cost - left.cost) / (right.output - left.output) * (output - left.output)
    }
  }

  /// What one MW more costs, $/MWh; at a corner of a piecewise-linear cost, what one MW less saves.
  ///
  /// - Complexity: O(coefficients or points).
  public func marginal(at output: Double) -> Double {
    switch self {
    case .polynomial(let coefficients):
      return coefficients.enumerated().dropFirst().reversed().reduce(0) { $0 * output + Double($1.offset) * $1.element }
    case .piecewise(let points):
      guard let (left, right) = Self.segment(points, at: output) else { return 0 }
      return (right.cost - left.cost) / (right.output - left.output)
    }
  }

  /// The highest power of the output that has a part in the cost; 1 for a piecewise-linear one.
  public var degree: Int {
    switch self {
    case .polynomial(let coefficients): max((coefficients.lastIndex { $0 != 0 }) ?? 0, 0)
    case .piecewise: 1
    }
  }

  /// The share by which a slope may fall and still count as one that does not: points are printed with few digits, and those of a segment
  /// of one MW then give slopes that are no better (in the public RTS-GMLC case, one falls by 8e-6).
  private static let slopeRounding = 1e-5

  /// Whether no marginal cost within the bounds falls with the output, but for the rounding of printed points.
  ///
  /// Polynomials to the third degree are decided exactly; one of a higher degree counts as convex where none of its coefficients from
  /// the square on is negative and no output is, or where the odd ones of them are zero. Of points, those of segments that reach into the
  /// bounds count; points of equal output count once, and a jump is not convex.
  public func isConvex(within bounds: Network.Bounds = .none) -> Bool {
    switch self {
    case .polynomial(let coefficients):
      let curved = coefficients.dropFirst(2)
      guard degree > 1 else { return true }
      if degree <= 3 {
        let square = coefficients[2]
        guard degree == 3 else { return square >= 0 }
        // The second derivative is straight: least at one of the ends.
        return [bounds.lower, bounds.upper].allSatisfy { 2 * square + 6 * coefficients[3] * $0 >= 0 }
      }
      guard curved.allSatisfy({ $0 >= 0 }) else { return false }
      return bounds.lower >= 0
        || coefficients.enumerated().allSatisfy { $0.offset < 3 || $0.offset % 2 == 0 || $0.element == 0 }
    case .piecewise(let points):
      var slope = -Double.infinity
      for (left, right) in zip(points, points.dropFirst()) {
        guard right.output > left.output else {
          let isJump = right.cost != left.cost && bounds.contains(right.output)
          guard right.output == left.output, !isJump else { return false }
          continue
        }
        guard right.output > bounds.lower, left.output < bounds.upper else { continue }
        let next = (right.cost - left.cost) / (right.output - left.output)
        guard next >= slope - Self.slopeRounding * max(abs(slope), 1) else { return false }
        slope = max(slope, next)
      }
      return true
    }
  }

  /// The points of the segment in which an output lies; `nil` where there are not two different outputs.
  private static func segment(_ points: [Point], at output: Double) -> (Point, Point)? {
    var found: (Point, Point)?
    for (left, right) in zip(points, points.dropFirst()) where right.output > left.output {
      if found != nil, left.output >= output { break }
      found = (left, right)
    }
    return found
  }

  /// Whether every number of the cost is finite.
  var isFinite: Bool {
    switch self {
    case .polynomial(let coefficients): coefficients.allSatisfy(\.isFinite)
    case .piecewise(let points): points.allSatisfy { $0.output.isFinite && $0.cost.isFinite }
    }
  }
}
