/// How values of one grid become values of another.
public enum ResamplingRule: Hashable, Sendable {
  /// The mean, weighted by shared time: prices, powers, temperatures.
  case mean
  /// The sum, an interval's value split by shared time: energies, money.
  case sum
  /// The value of the first interval that shares time.
  case first
  /// The value of the last interval that shares time.
  case last
  /// The smallest value of the intervals that share time.
  case min
  /// The largest value of the intervals that share time.
  case max
}

/// What becomes of missing values when a grid is left for another.
public enum MissingPolicy: Hashable, Sendable {
  /// A new value is missing where any of its time is.
  case propagate
  /// A new value is made from what is there, and is missing where that covers less than `minimumCoverage` (0 to 1) of its
  /// time or nothing at all. A sum is of what is there, not scaled up.
  case skip(minimumCoverage: Double)
}

extension TimeSeries {
  /// The series on another grid, finer or coarser, by a named rule; time outside this series is missing.
  ///
  ///     hourly.resampled(to: localDays, by: .mean)   // a day of 25 hours has the mean of 25
  ///     hourly.resampled(to: localDays, by: .sum, missing: .skip(minimumCoverage: 0.9))
  ///
  /// - Complexity: O(n + m).
  public func resampled(
    to target: DeliveryGrid, by rule: ResamplingRule, missing: MissingPolicy = .propagate
  ) -> TimeSeries {
    var position = grid.index(containing: target.start) ?? (target.start < grid.start ? 0 : count)
    var result: [Double] = []
    result.reserveCapacity(target.count)
    for interval in target {
      while position < count, grid[position].end <= interval.start { position += 1 }
      var cell = ResampledCell(rule: rule)
      var ahead = position
      while ahead < count {
        let source = grid[ahead]
        guard let common = source.intersection(interval) else { break }
        cell.add(values[ahead], shared: Double(common.seconds), of: Double(source.seconds))
        if source.end > interval.end { break }
        ahead += 1
      }
      result.append(cell.value(length: Double(interval.seconds), missing))
    }
    return TimeSeries(unchecked: target, result, unit)
  }
}

/// What is gathered for one interval of the new grid.
private struct ResampledCell {
  let rule: ResamplingRule
  private var known: Double = 0
  private var total: Double = 0
  private var value: Double = .nan

  init(rule: ResamplingRule) { self.rule = rule }

  mutating func add(_ source: Double, shared: Double, of length: Double) {
    guard !source.isNaN else { return }
    known += shared
    switch rule {
    case .mean: total += source * shared
    case .sum: total += source * (shared / length)
    case .first: if value.isNaN { value = source }
    case .last: value = source
    case .min: value = value.isNaN ? source : Swift.min(value, source)
    case .max: value = value.isNaN ? source : Swift.max(value, source)
    }
  }

  func value(length: Double, _ missing: MissingPolicy) -> Double {
    let isEnough =
      switch missing {
      case .propagate: known == length
      case .skip(let minimumCoverage): known > 0 && known >= minimumCoverage * length
      }
    guard isEnough else { return .nan }
    return switch rule {
    case .mean: total / known
    case .sum: total
    case .first, .last, .min, .max: value
    }
  }
}
