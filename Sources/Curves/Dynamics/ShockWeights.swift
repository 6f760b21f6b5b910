import MarketData
import NumericalKernels

/// How one curve's intervals depend on the normals of a path: the log of each value, or the value, is a weighted sum of
/// them.
///
/// Steps that lie further ahead of delivery than the model's last tenor all have that tenor's volatilities: what they
/// add is a multiple of the Brownian motions themselves, and needs no sum of its own.
struct ShockWeights: Sendable {
  private let process: ForwardModel.Process
  private let forwards: [Double]
  /// The volatilities at the last tenor, by factor.
  private let last: [Double]
  /// For each interval the number of leading steps that count through ``last``.
  private let settled: [Int]
  /// The weight of each normal of the steps after those, interval after interval, up to the beginning of delivery.
  private let weights: [Double]
  /// Where each interval's weights begin; one more than intervals.
  private let starts: [Int]
  /// The variance of each interval's sum; zero where nothing moves it.
  private let variances: [Double]

  /// - Parameters:
  ///   - member: The curve and its model.
  ///   - start: The moment from which times count.
  ///   - times: The edges of the steps in years, from 0 on.
  init(member: ForwardSimulation.Member, start: Instant, times: [Double]) {
    let model = member.model
    let longest = model.tenors.last ?? 0
    process = model.process
    forwards = member.curve.values
    last = model.factors.map { $0.last ?? 0 }
    let lastVariance = last.reduce(0) { $0 + $1 * $1 }
    var (settled, weights, starts, variances) = ([Int](), [Double](), [0], [Double]())
    for interval in member.curve.grid {
      let delivery = start.years(until: interval.start)
      var (leading, variance) = (0, 0.0)
      for (begin, end) in zip(times, times.dropFirst()) {
        // A step that delivery begins in counts as far as it is before it.
        let length = min(end, delivery) - begin
        guard length > 0 else { break }
        let tenor = delivery - begin - length / 2
        if tenor >= longest, end <= delivery {
          leading += 1
          variance += lastVariance * length
          continue
        }
        for factor in model.factors.indices {
          let weight = model.volatility(ofFactor: factor, at: tenor) * length.squareRoot()
          weights.append(weight)
          variance += weight * weight
        }
      }
      settled.append(leading)
      starts.append(weights.count)
      variances.append(variance)
    }
    self.settled = settled
    self.weights = weights
    self.starts = starts
    self.variances = variances
  }

  /// The values of the paths of a block, path after path within an interval.
  func values(_ block: NormalBlock) -> [Double] {
    let (paths, factors) = (block.paths, last.count)
    var sums = [Double](repeating: 0, count: forwards.count * paths)
    for interval in forwards.indices {
      let target = interval * paths
      if settled[interval] > 0 {
        let step = (settled[interval] - 1) * factors
        block.motions.add(last[...], from: step * paths, to: &sums, at: target, count: paths)
      }
      block.normals.add(
        weights[starts[interval]..<starts[interval + 1]], from: settled[interval] * factors * paths, to: &sums,
        at: target,
        count: paths)
      if case .logNormal = process {
        for path in target..<target + paths { sums[path] -= variances[interval] / 2 }
      }
    }
    switch process {
    case .normal:
      for interval in forwards.indices {
        for path in interval * paths..<(interval + 1) * paths { sums[path] += forwards[interval] }
      }
      return sums
    case .logNormal(let shift):
      var values = VectorMath.exp(sums)
      for interval in forwards.indices {
        let moves = variances[interval] > 0
        let shifted = forwards[interval] + shift
        for path in interval * paths..<(interval + 1) * paths {
          values[path] = moves ? shifted * values[path] - shift : forwards[interval]
        }
      }
      return values
    }
  }
}

/// The normals of some paths, each from its own stream: step after step, factor after factor within one, path after
/// path within that.
struct NormalBlock: Sendable {
  let paths: Int
  let normals: [Double]
  /// The Brownian motions at the end of each step, laid out alike.
  let motions: [Double]

  /// - Parameters:
  ///   - seed: The seed.
  ///   - range: The paths.
  ///   - times: The edges of the steps in years.
  ///   - factors: The number of factors.
  init(seed: UInt64, paths range: Range<Int>, times: [Double], factors: Int) {
    let (paths, rows) = (range.count, (times.count - 1) * factors)
    var normals = [Double](repeating: 0, count: rows * paths)
    // Eight paths at a time, so that lines of memory are filled at once.
    for first in stride(from: 0, to: paths, by: 8) {
      let own = (first..<min(first + 8, paths)).map { column in
        var stream = RandomStream(seed: seed, path: UInt64(range.lowerBound + column))
        return stream.normals(rows)
      }
      for row in 0..<rows {
        for (offset, numbers) in own.enumerated() { normals[row * paths + first + offset] = numbers[row] }
      }
    }
    var motions = normals
    for row in 0..<rows {
      let step = row / factors
      let root = (times[step + 1] - times[step]).squareRoot()
      let before = (row - factors) * paths
      for path in 0..<paths {
        motions[row * paths + path] = root * normals[row * paths + path] + (step > 0 ? motions[before + path] : 0)
      }
    }
    self.paths = paths
    self.normals = normals
    self.motions = motions
  }
}

extension [Double] {
  /// Adds rows of `count` elements, each times its weight, to as many elements of another array.
  ///
  /// - Parameters:
  ///   - weights: One for each row.
  ///   - source: Where the first row begins.
  ///   - result: What is added to.
  ///   - target: Where the elements begin.
  ///   - count: The elements of a row.
  fileprivate func add(
    _ weights: ArraySlice<Double>, from source: Int, to result: inout [Double], at target: Int, count: Int
  ) {
    precondition(source >= 0 && source + weights.count * count <= self.count, "rows beyond the end")
    precondition(target >= 0 && target + count <= result.count, "a target beyond the end")
    result.withUnsafeMutableBufferPointer { result in
      withUnsafeBufferPointer { values in
        guard let sums = result.baseAddress, let base = values.baseAddress else { return }
        let sum = sums + target
        var (row, position) = (base + source, weights.startIndex)
        // Four at a time, so that an element is loaded and stored once for four products.
        while position + 3 < weights.endIndex {
          let (a, b, c, d) = (row, row + count, row + 2 * count, row + 3 * count)
          let (wa, wb) = (weights[position], weights[position + 1])
          let (wc, wd) = (weights[position + 2], weights[position + 3])
          for index in 0..<count {
            sum[index] += (wa * a[index] + wb * b[index]) + (wc * c[index] + wd * d[index])
          }
          row += 4 * count
          position += 4
        }
        for weight in weights[position...] {
          for index in 0..<count { sum[index] += weight * row[index] }
          row += count
        }
      }
    }
  }
}
