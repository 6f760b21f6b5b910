internal import CCarbon254Kernels

/// Answers what a symmetric system does on the edges of a graph: the differences of solutions across edges, for many pairs of vertices.
///
/// With A x = e(plus) - e(minus), a unit put in at one vertex and taken out at another, the value of an edge is
/// weight · (x[from] - x[to]): the current of a resistor, the flow of a line. Eight pairs are solved side by side; the forward
/// pass goes only where the pairs' paths in the elimination tree do, and values are written once, where they belong.
///
/// ```swift
/// let solver = try EdgeSolver(factors, from: [0, 1, -1], to: [1, 2, 0], weights: [4, 4, 8])
/// let values = try solver.values(plus: [0, 2], minus: [-1, -1])   // values[3 * i + e]: pair i, edge e
/// ```
///
/// A vertex of -1 is one that is not in the matrix and has the value zero: the ground, the reference. No fused operations:
/// bit-identical on every machine.
///
/// Source: T. Davis, "Direct Methods for Sparse Linear Systems" (SIAM 2006), sections 3.2 and 4.1, for the reach of a right-hand side.
public struct EdgeSolver: Sendable {
  /// The factors.
  public let factors: LDLFactors
  /// The number of edges.
  public var edgeCount: Int { from.count }
  /// The weight of each edge.
  public let weights: [Double]

  /// The ends of each edge in elimination order; `size` is the ground.
  let from: [Int32]
  let to: [Int32]
  let starts: [Int64]
  /// The place in elimination order of each row, and of the ground at the end.
  let positions: [Int32]

  /// Makes a solver.
  ///
  /// - Parameters:
  ///   - factors: those of the matrix A.
  ///   - from: the row of one end of each edge, -1 for the ground.
  ///   - to: the row of the other end.
  ///   - weights: the weight of each edge.
  /// - Throws: `dimensionMismatch` unless there are as many of each; `invalidIndex` (with the edge) for an end outside the matrix;
  ///   `notFinite` (with the edge) for a weight; `invalidArgument` when the last factorisation failed.
  /// - Complexity: O(n + edges).
  public init(_ factors: LDLFactors, from: [Int], to: [Int], weights: [Double]) throws(NumericalError) {
    let n = factors.symbolic.size
    try factors.check(count: n)
    guard from.count == weights.count, to.count == weights.count else {
      throw NumericalError(
        .dimensionMismatch, "\(weights.count) ends of each kind expected, \(from.count) and \(to.count) given")
    }
    if let odd = weights.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError(.notFinite, "a weight of \(weights[odd])", index: odd)
    }
    var positions = [Int32](repeating: Int32(truncatingIfNeeded: n), count: n + 1)
    for k in 0..<n { positions[Int(factors.symbolic.permutation[k])] = Int32(truncatingIfNeeded: k) }
    self.factors = factors
    self.weights = weights
    self.positions = positions
    self.from = try Self.places(of: from, in: positions)
    self.to = try Self.places(of: to, in: positions)
    starts = factors.symbolic.lowerStarts.map(Int64.init)
  }

  /// The places of some rows in elimination order.
  static func places(of rows: [Int], in positions: [Int32]) throws(NumericalError) -> [Int32] {
    let n = positions.count - 1
    if let odd = rows.firstIndex(where: { $0 < -1 || $0 >= n }) {
      throw NumericalError(.invalidIndex, "row \(rows[odd]) lies outside \(n) rows", index: odd)
    }
    return rows.map { $0 < 0 ? Int32(truncatingIfNeeded: n) : positions[$0] }
  }
}

/// The memory of one run over blocks of eight pairs.
final class EdgeBlock {
  static let lanes = Int(C254_EDGE_LANES)

  /// The solutions, eight numbers a row, in elimination order, and zeros for the ground.
  let work: UnsafeMutablePointer<Double>
  private let marks: UnsafeMutablePointer<UInt8>
  private let size: Int

  init(size: Int) {
    self.size = size
    let count = Self.lanes * (size + 1)
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Double>.stride, alignment: 64)
    work = bytes.bindMemory(to: Double.self, capacity: count)
    work.initialize(repeating: 0, count: count)
    marks = .allocate(capacity: size + 1)
    marks.initialize(repeating: 0, count: size + 1)
  }

  deinit {
    UnsafeMutableRawPointer(work).deallocate()
    marks.deallocate()
  }

  /// Solves for eight pairs, given by places in elimination order.
  func solve(_ solver: EdgeSolver, plus: [Int32], minus: [Int32]) {
    c254_solve_pairs(
      size, solver.starts, solver.factors.symbolic.lowerRows, solver.factors.lower, solver.factors.inversePivots,
      solver.factors.symbolic.parents, plus, minus, marks, work)
  }
}
