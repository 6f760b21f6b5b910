public import MarketData
import NumericalKernels
public import Valuation

/// Curves that move together: what is simulated, and from when on.
///
///     let simulation = try ForwardSimulation(
///       [.init(name: "power", curve: power, model: powerModel), .init(name: "gas", curve: gas, model: gasModel)], from: today)
///     let spot = try await simulation.spot(pathCount: 10_000, seed: 7)
///
/// All members share the Brownian motions: factor k of one model is factor k of every other. Paths are risk-neutral:
/// their means are today's curves, within sampling error before recentring and exactly after. The same seed gives the
/// same paths, bit for bit, on any machine and at any width; path i, before recentring, is the same whatever the number
/// of paths.
public struct ForwardSimulation: Sendable {
  /// A curve and how it moves.
  public struct Member: Hashable, Sendable {
    /// The name of the factor in the paths.
    public let name: String
    /// Today's curve.
    public let curve: ForwardCurve
    /// How it moves.
    public let model: ForwardModel

    /// Puts a curve and its model together.
    public init(name: String, curve: ForwardCurve, model: ForwardModel) {
      self.name = name
      self.curve = curve
      self.model = model
    }
  }

  /// What is simulated.
  public let members: [Member]
  /// The moment at which the curves hold.
  public let start: Instant

  /// The most values of a result: 2 GB.
  static let mostValues = 1 << 28
  /// The most weights of intervals on normals.
  static let mostWeights = 1 << 26
  /// The most normals of a path: 268 MB for a chunk with its motions.
  static let mostNormals = 1 << 17
  /// Paths of a chunk, on which results do not depend.
  static let chunk = 128

  /// Makes a simulation.
  ///
  /// - Throws: `empty` without a member; `mismatch` with the index of a member whose name another one has, whose grid
  ///   is not the first's, or whose model has another number of factors; `notPositive` with the index of a forward that
  ///   with its shift is not, under a log-normal model.
  public init(_ members: [Member], from start: Instant) throws(CurveError) {
    guard let first = members.first else { throw CurveError(.empty, found: "no curves", expected: "one or more") }
    var names = Set<String>()
    for (index, member) in members.enumerated() {
      guard names.insert(member.name).inserted else {
        throw CurveError(.mismatch, found: "\(member.name) twice", expected: "different names", index: index)
      }
      guard member.curve.grid == first.curve.grid, member.model.factors.count == first.model.factors.count else {
        throw CurveError(
          .mismatch, found: "\(member.name): \(member.curve.grid), \(member.model.factors.count) factors",
          expected: "\(first.curve.grid), \(first.model.factors.count) factors", index: index)
      }
      if case .logNormal(let shift) = member.model.process,
        let odd = member.curve.values.firstIndex(where: { $0 + shift <= 0 })
      {
        throw CurveError(
          .notPositive, found: "\(member.name) at \(member.curve.values[odd]) shifted by \(shift)",
          expected: "a positive forward, a larger shift or a normal model", index: odd)
      }
    }
    self.members = members
    self.start = start
  }

  /// The curves as they may be at a horizon: F(horizon, T) for each interval T of the grid.
  ///
  /// What has begun to deliver by then moves no more from its start on.
  ///
  /// - Parameters:
  ///   - horizon: The moment, after ``start``.
  ///   - steps: Into how many steps the time until then is cut; volatilities are constant within one.
  ///   - pathCount: The number of paths.
  ///   - seed: The seed.
  ///   - recentring: What is done about means that are off; by default they are refused beyond 6 standard errors and
  ///     otherwise left.
  ///   - width: How many chunks may run at the same time.
  /// - Throws: `outOfRange` for a horizon before the start, less than one step or path, or more values than memory is
  ///   spent on; `notMartingale` for a mean that is too far off, or cannot be recentred as asked; `cancelled`.
  /// - Complexity: O(members × intervals × steps × factors × paths), steps further from delivery than the model's last
  ///   tenor counting as one.
  public func forwards(
    at horizon: Instant, steps: Int = 12, pathCount: Int, seed: UInt64, recentring: Recentring = .none(limit: 6),
    width: Int? = nil
  ) async throws(CurveError) -> PathSet {
    let span = start.years(until: horizon)
    guard span > 0, steps >= 1, steps <= 100_000 else {
      throw CurveError(
        .outOfRange, found: "\(steps) steps over \(span) years", expected: "a horizon after \(start), 1 step or more")
    }
    let times = (0...steps).map { span * Double($0) / Double(steps) }
    return try await run(times, pathCount, seed, recentring, width)
  }

  /// The price of each interval when it begins to deliver: F(T, T), a spot price at the curve's granularity.
  ///
  /// Time is cut where intervals begin. Intervals that began before ``start`` keep their forward.
  ///
  /// - Parameters:
  ///   - pathCount: The number of paths.
  ///   - seed: The seed.
  ///   - recentring: As ``forwards(at:steps:pathCount:seed:recentring:width:)``.
  ///   - width: How many chunks may run at the same time.
  /// - Throws: As ``forwards(at:steps:pathCount:seed:recentring:width:)``.
  /// - Complexity: O(members × intervals × n × factors × paths), n the intervals within the model's last tenor: for
  ///   months and years; an hourly spot price takes a shape on daily or monthly paths.
  public func spot(
    pathCount: Int, seed: UInt64, recentring: Recentring = .none(limit: 6), width: Int? = nil
  ) async throws(CurveError) -> PathSet {
    let times = [0] + members[0].curve.grid.map { start.years(until: $0.start) }.filter { $0 > 0 }
    return try await run(times, pathCount, seed, recentring, width)
  }

  private func run(
    _ times: [Double], _ pathCount: Int, _ seed: UInt64, _ recentring: Recentring, _ width: Int?
  ) async throws(CurveError) -> PathSet {
    let grid = members[0].curve.grid
    let (perPath, factors) = (members.count * grid.count, members[0].model.factors.count)
    guard pathCount >= 1, pathCount <= Self.mostValues / perPath,
      (times.count - 1) * factors <= Self.mostNormals,
      perPath <= Self.mostWeights / max(1, (times.count - 1) * factors)
    else {
      throw CurveError(
        .outOfRange, found: "\(pathCount) paths of \(perPath) values in \(times.count - 1) steps of \(factors) factors",
        expected: "at least one path, at most \(Self.mostValues) values and \(Self.mostWeights) weights")
    }
    let weights = members.map { ShockWeights(member: $0, start: start, times: times) }
    let parts: [[Double]]
    do {
      parts = try await Parallel.map(count: pathCount, chunkLength: Self.chunk, width: width) {
        (range: Range<Int>) throws(Never) -> [Double] in
        let block = NormalBlock(seed: seed, paths: range, times: times, factors: factors)
        return weights.flatMap { $0.values(block) }
      }
    } catch {
      throw CurveError(.cancelled, found: "a cancelled task", expected: "\(pathCount) paths")
    }
    var values = [Double](repeating: 0, count: perPath * pathCount)
    for (index, part) in parts.enumerated() {
      let length = min(Self.chunk, pathCount - index * Self.chunk)
      for row in 0..<perPath {
        let target = row * pathCount + index * Self.chunk
        for path in 0..<length { values[target + path] = part[row * length + path] }
      }
    }
    do {
      let forwards = try Matrix(rows: members.count, columns: grid.count, members.flatMap(\.curve.values))
      return try PathSet.riskNeutral(
        factors: members.map { .init(name: $0.name, unit: $0.curve.unit) }, grid: grid, pathCount: pathCount,
        values: values, seed: seed, forwards: forwards, recentring: recentring)
    } catch {
      let isOff = (error as? ValuationError)?.code == .notMartingale
      throw CurveError(
        isOff ? .notMartingale : .outOfRange, found: "paths", expected: "paths whose means are the forwards",
        cause: error)
    }
  }
}
