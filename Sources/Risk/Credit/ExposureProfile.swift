import NumericalKernels
public import Valuation

/// What a counterparty is expected to owe us, and we it, over time: the netting sets of one counterparty together.
///
///     let profile = try ExposureProfile(of: [master, bilateral], level: 0.95)
///     profile.expected                       // EE: the mean of what it owes, by time
///     profile.potentialFuture                // PFE: the 95 % quantile of it
///     profile.expectedPositive               // EPE: the mean of EE over time
///     profile.effectiveExpectedPositive      // effective EPE of the first year, as supervisors count
///
/// A netting set's exposure is its open value where positive; sets do not offset each other. EE, effective EE and EPE follow
/// the definitions of the Basel Committee ("The Application of Basel II to Trading Activities and the Treatment of Double Default
/// Effects", July 2005, annex 4): effective EE never falls, and means over time weight each time with the step before it.
public struct ExposureProfile: DocumentedResult {
  /// Years from the valuation date.
  public let times: [Double]
  /// The level of ``potentialFuture``.
  public let level: Double
  /// The mean of the exposure at each time.
  public let expected: [Double]
  /// The standard error of that mean.
  public let expectedStandardErrors: [Double]
  /// The mean at each time of what we owe, as a number from 0 on.
  public let expectedNegative: [Double]
  /// The standard error of that mean.
  public let expectedNegativeStandardErrors: [Double]
  /// The quantile of the exposure at each time (type 7).
  public let potentialFuture: [Double]
  /// The number of paths.
  public let pathCount: Int
  /// What the profile rests on.
  public let basis: ResultBasis

  /// Measures netting sets on the same times and paths.
  ///
  /// - Throws: `empty` without sets; `mismatch` or `countMismatch` for sets on other times or paths; `outOfRange` for the level.
  /// - Complexity: O(sets × times × paths), and a selection for each time.
  public init(of sets: [NettingSet], level: Double = 0.95) throws(RiskError) {
    guard let first = sets.first else { throw RiskError(.empty, found: "no netting sets", expected: "at least one") }
    try InputCheck.level(level)
    for (index, set) in sets.enumerated() { try set.netted.requireShape(of: first.netted, at: index) }
    let open = sets.map(\.openValues)
    let paths = first.netted.pathCount
    var expected: [Double] = []
    var errors: [Double] = []
    var negative: [Double] = []
    var negativeErrors: [Double] = []
    var quantiles: [Double] = []
    for row in first.netted.times.indices {
      var owed = [Double](repeating: 0, count: paths)
      var owing = owed
      for values in open {
        for path in 0..<paths {
          let value = values[row, path]
          if value > 0 { owed[path] += value } else { owing[path] -= value }
        }
      }
      let above = Mean(owed)
      let below = Mean(owing)
      expected.append(above.value)
      errors.append(above.standardError)
      negative.append(below.value)
      negativeErrors.append(below.standardError)
      quantiles.append(
        try InputCheck.wrapped(.notFinite, "exposures") { () throws(NumericalError) in
          try Statistics.quantile(owed, level)
        })
    }
    self.init(
      times: first.netted.times, level: level, expected: expected, expectedStandardErrors: errors,
      expectedNegative: negative, expectedNegativeStandardErrors: negativeErrors, potentialFuture: quantiles,
      pathCount: paths,
      basis: ResultBasis(
        method: "exposure after netting and collateral", conventions: ["level": "\(level)", "quantile": "type7"],
        inputs: sets.map { set in .init("netting set \(set.name)", describing: set) }))
  }

  init(
    times: [Double], level: Double, expected: [Double], expectedStandardErrors: [Double], expectedNegative: [Double],
    expectedNegativeStandardErrors: [Double], potentialFuture: [Double], pathCount: Int, basis: ResultBasis
  ) {
    self.times = times
    self.level = level
    self.expected = expected
    self.expectedStandardErrors = expectedStandardErrors
    self.expectedNegative = expectedNegative
    self.expectedNegativeStandardErrors = expectedNegativeStandardErrors
    self.potentialFuture = potentialFuture
    self.pathCount = pathCount
    self.basis = basis
  }

  /// The largest quantile over time, and its time: maximum PFE.
  public var peak: (time: Double, exposure: Double) {
    var best = (time: times.first ?? 0, exposure: potentialFuture.first ?? 0)
    for (time, value) in zip(times, potentialFuture) where value > best.exposure { best = (time, value) }
    return best
  }

  /// The mean of ``expected`` over time.
  public var expectedPositive: Double { mean(expected, until: .infinity) }

  /// The mean of ``expectedNegative`` over time.
  public var expectedNegativeMean: Double { mean(expectedNegative, until: .infinity) }

  /// The largest mean exposure up to each time: effective EE.
  public var effectiveExpected: [Double] {
    var largest = 0.0
    return expected.map { value in
      largest = max(largest, value)
      return largest
    }
  }

  /// The mean of ``effectiveExpected`` over the first year, or over all times where they end before: effective EPE.
  public var effectiveExpectedPositive: Double { mean(effectiveExpected, until: 1) }

  /// A mean over time with the length of the step before each time as its weight, the last step cut at a horizon.
  private func mean(_ values: [Double], until horizon: Double) -> Double {
    var start = 0.0
    var sum = 0.0
    for (time, value) in zip(times, values) where start < horizon {
      let end = min(time, horizon)
      sum += value * (end - start)
      start = end
    }
    return start > 0 ? sum / start : values.first ?? 0
  }
}

/// The mean of some values and its standard error; infinite for one value.
struct Mean {
  let value: Double
  let standardError: Double

  init(_ values: [Double]) {
    let count = Double(values.count)
    let first = values.reduce(0, +) / count
    // The second pass removes the rounding of the first.
    let mean = first + values.reduce(0) { $0 + ($1 - first) } / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    value = mean
    standardError = values.count > 1 ? (squares / (count - 1) / count).squareRoot() : .infinity
  }
}

extension ExposureProfile {
  private enum Key: CodingKey {
    case times, level, expected, expectedStandardErrors, expectedNegative, expectedNegativeStandardErrors
    case potentialFuture, pathCount, basis
  }

  /// Reads a profile; one whose columns differ in length is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func column(_ key: Key) throws -> [Double] {
      try container.decode([Unbounded].self, forKey: key).map(\.wrappedValue)
    }
    self.init(
      times: try column(.times), level: try container.decode(Double.self, forKey: .level),
      expected: try column(.expected), expectedStandardErrors: try column(.expectedStandardErrors),
      expectedNegative: try column(.expectedNegative),
      expectedNegativeStandardErrors: try column(.expectedNegativeStandardErrors),
      potentialFuture: try column(.potentialFuture), pathCount: try container.decode(Int.self, forKey: .pathCount),
      basis: try container(.basis))
    let columns = [
      expected, expectedStandardErrors, expectedNegative, expectedNegativeStandardErrors, potentialFuture,
    ]
    guard !times.isEmpty, columns.allSatisfy({ $0.count == times.count }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .times, in: container, debugDescription: "expected one value of each kind for each time")
    }
  }

  /// Writes a profile; an error that is not known, of a single path, as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    let columns: [(Key, [Double])] = [
      (.times, times), (.expected, expected), (.expectedStandardErrors, expectedStandardErrors),
      (.expectedNegative, expectedNegative), (.expectedNegativeStandardErrors, expectedNegativeStandardErrors),
      (.potentialFuture, potentialFuture),
    ]
    for (key, values) in columns { try container.encode(values.map(Unbounded.init(wrappedValue:)), forKey: key) }
    try container.encode(level, forKey: .level)
    try container.encode(pathCount, forKey: .pathCount)
    try container.encode(basis, forKey: .basis)
  }

  /// The exposure at each time in a table; the first forty times.
  public var description: String {
    var table = TextTable(["years", "mean owed", "+/-", "mean owing", "+/-", "\(ResultPage.percent(level)) quantile"])
    for place in times.indices.prefix(40) {
      table.append(
        [TextTable.number(times[place], decimals: 3)]
          + [
            expected[place], expectedStandardErrors[place], expectedNegative[place],
            expectedNegativeStandardErrors[place], potentialFuture[place],
          ].map { TextTable.number($0) })
    }
    return page(
      [
        "mean over time \(TextTable.number(expectedPositive)), effective in the first year "
          + "\(TextTable.number(effectiveExpectedPositive)), largest quantile \(TextTable.number(peak.exposure)) after "
          + "\(TextTable.number(peak.time, decimals: 3)) years; \(pathCount) paths"
      ], [table])
  }
}

extension ResultBasis.Input {
  /// A netting set: its values and its collateral.
  fileprivate init(_ name: String, describing set: NettingSet) {
    self.init(name) { digest in
      digest.add(set.netted.times)
      digest.add(set.netted.values)
      guard let annex = set.collateral else { return }
      digest.add([
        annex.threshold, annex.ownThreshold, annex.minimumTransfer, annex.initialMargin, annex.marginPeriod,
      ])
    }
  }
}
