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
      let own = weights[starts[interval]..<starts[interval + 1]]
      let target = interval * paths..<(interval + 1) * paths
      guard !own.isEmpty else {
        for path in target { result[path] = forwards[interval] }
        continue
      }
      normals.add(own, to: &result, at: target.lowerBound)
      switch process {
      case .normal:
        for path in target { result[path] += forwards[interval] }
      case .logNormal(let shift):
        let variance = own.reduce(0) { $0 + $1 * $1 }
        let shifted = forwards[interval] + shift
        for path in target { result[path] = shifted * VectorMath.exp(result[path] - variance / 2) - shift }
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

  /// Adds the sum of the first normals of each path, times weights, to that path's element from an index on.
  func add(_ weights: ArraySlice<Double>, to result: inout [Double], at start: Int) {
    result.withUnsafeMutableBufferPointer { result in
      values.withUnsafeBufferPointer { values in
        var (row, position) = (0, weights.startIndex)
        // Four at a time, so that an element is loaded and stored once for four products.
        while position + 3 < weights.endIndex {
          let (a, b) = (weights[position], weights[position + 1])
          let (c, d) = (weights[position + 2], weights[position + 3])
          for path in 0..<paths {
            result[start + path] +=
              (a * values[row + path] + b * values[row + paths + path])
              + (c * values[row + 2 * paths + path] + d * values[row + 3 * paths + path])
          }
          row += 4 * paths
          position += 4
        }
        for weight in weights[position...] {
          for path in 0..<paths { result[start + path] += weight * values[row + path] }
          row += paths
        }
      }
    }
  }
}
