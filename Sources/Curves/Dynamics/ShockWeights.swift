import MarketData
import NumericalKernels

/// How one curve's intervals depend on the normals of a path: the log of each value, or the value, is a weighted sum of them.
struct ShockWeights: Sendable {
  private let process: ForwardModel.Process
  private let forwards: [Double]
  /// The weight of each normal, interval after interval; steps after the interval's own end are not stored.
  private let weights: [Double]
  /// Where each interval's weights begin; one more than intervals.
  private let starts: [Int]

  /// - Parameters:
  ///   - member: The curve and its model.
  ///   - start: The moment from which times count.
  ///   - times: The edges of the steps in years, from 0 on.
  init(member: ForwardSimulation.Member, start: Instant, times: [Double]) {
    process = member.model.process
    forwards = member.curve.values
    var (weights, starts) = ([Double](), [0])
    for interval in member.curve.grid {
      let delivery = start.years(until: interval.start)
      for (begin, end) in zip(times, times.dropFirst()) {
        // A step that delivery begins in counts as far as it is before it.
        let length = min(end, delivery) - begin
        guard length > 0 else { break }
        let tenor = delivery - begin - length / 2
        for factor in member.model.factors.indices {
          weights.append(member.model.volatility(ofFactor: factor, at: tenor) * length.squareRoot())
        }
      }
      starts.append(weights.count)
    }
    self.weights = weights
    self.starts = starts
  }

  /// The values of the paths of a block, path after path within an interval.
  func values(_ normals: NormalBlock) -> [Double] {
    let paths = normals.paths
    var result = [Double](repeating: 0, count: forwards.count * paths)
    for interval in forwards.indices {
      let target = interval * paths
      var variance = 0.0
      for position in starts[interval]..<starts[interval + 1] {
        let weight = weights[position]
        variance += weight * weight
        let source = (position - starts[interval]) * paths
        for path in 0..<paths { result[target + path] += weight * normals.values[source + path] }
      }
      guard starts[interval + 1] > starts[interval] else {
        for path in 0..<paths { result[target + path] = forwards[interval] }
        continue
      }
      switch process {
      case .normal:
        for path in 0..<paths { result[target + path] += forwards[interval] }
      case .logNormal(let shift):
        let shifted = forwards[interval] + shift
        for path in 0..<paths {
          result[target + path] = shifted * VectorMath.exp(result[target + path] - variance / 2) - shift
        }
      }
    }
    return result
  }
}

/// The normals of some paths, each from its own stream: number after number, path after path within one.
struct NormalBlock: Sendable {
  let paths: Int
  let values: [Double]

  init(seed: UInt64, paths range: Range<Int>, normals: Int) {
    paths = range.count
    var values = [Double](repeating: 0, count: normals * range.count)
    for (column, path) in range.enumerated() {
      var stream = RandomStream(seed: seed, path: UInt64(path))
      let own = stream.normals(normals)
      for (row, value) in own.enumerated() { values[row * range.count + column] = value }
    }
    self.values = values
  }
}
