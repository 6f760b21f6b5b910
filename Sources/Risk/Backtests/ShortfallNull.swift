import NumericalKernels
public import Valuation

/// How the statistics of Acerbi and Szekely are distributed where the model is right, by simulation.
///
/// The statistics depend on the shape of the losses' tail only, not on location-free scale: each step's losses are
/// draws of one shape times that step's volatility. Only steps beyond the value at risk matter, so a trial draws the
/// gaps between failures and their sizes, T (1 - level) of them in the mean. Bit-identical everywhere.
public struct ShortfallNull: DocumentedResult {
  /// The shape of the losses.
  public enum Shape: Hashable, Sendable, Codable {
    /// Normal.
    case normal
    /// Student's t, whose degrees of freedom must be more than 1 for a shortfall to exist.
    case studentT(degreesOfFreedom: Double)
  }

  /// The shape of the losses.
  public let shape: Shape
  /// The number of steps of a trial.
  public let steps: Int
  /// The level of the measures.
  public let level: Double
  /// The seed of the trials; trial k draws from the stream k.
  public let seed: UInt64
  /// Z₁ of the trials that had a failure, smallest first.
  public let z1: [Double]
  /// Z₂ of all trials, smallest first.
  public let z2: [Double]
  /// What the simulation rests on.
  public let basis: ResultBasis

  init(
    shape: Shape, steps: Int, level: Double, seed: UInt64, z1: [Double], z2: [Double], basis: ResultBasis
  ) {
    self.shape = shape
    self.steps = steps
    self.level = level
    self.seed = seed
    self.z1 = z1
    self.z2 = z2
    self.basis = basis
  }

  /// Simulates records of a right model.
  ///
  /// - Parameters:
  ///   - shape: The shape of the losses.
  ///   - steps: The number of steps of a record, 1 to 1,000,000.
  ///   - level: The level of the measures.
  ///   - trials: The number of records, 100 to 10,000,000; the standard error of a p-value is √(p (1 - p) / trials).
  ///   - seed: The seed of the random streams.
  /// - Throws: `outOfRange` for an argument outside its range, or where trials × steps × (1 - level) exceeds a thousand
  ///   million.
  /// - Complexity: O(trials × (1 + steps × (1 - level))) draws.
  public init(_ shape: Shape, steps: Int, level: Double, trials: Int = 20_000, seed: UInt64) throws(RiskError) {
    guard level > 0, level < 1 else {
      throw RiskError(.outOfRange, found: "level \(level)", expected: "a probability between 0 and 1")
    }
    guard steps >= 1, steps <= 1_000_000 else {
      throw RiskError(.outOfRange, found: "\(steps) steps", expected: "1 to 1,000,000")
    }
    guard trials >= 100, trials <= 10_000_000, Double(trials) * Double(steps) * (1 - level) <= 1e9 else {
      throw RiskError(
        .outOfRange, found: "\(trials) trials of \(steps) steps", expected: "100 to 10,000,000, of 1e9 failures")
    }
    let tail = try Tail(shape, rate: 1 - level)
    var (sizes, records): ([Double], [Double]) = ([], [])
    records.reserveCapacity(trials)
    for trial in 0..<trials {
      var stream = RandomStream(seed: seed, path: UInt64(trial))
      var (sum, count) = (0.0, 0)
      var step = tail.gap(&stream)
      while step <= Double(steps) {
        sum += tail.ratio(&stream)
        count += 1
        step += tail.gap(&stream)
      }
      if count > 0 { sizes.append(1 - sum / Double(count)) }
      records.append(1 - sum / (Double(steps) * (1 - level)))
    }
    self.shape = shape
    self.steps = steps
    self.level = level
    self.seed = seed
    z1 = sizes.sorted()
    z2 = records.sorted()
    basis = ResultBasis(
      method: "statistics of Acerbi and Szekely where the model is right",
      conventions: ["shape": shape.words, "steps": "\(steps)", "trials": "\(trials)"], seed: seed)
  }

  /// How likely a right model's statistics are to be as low as a record's.
  ///
  ///     let null = try ShortfallNull(.normal, steps: record.stepCount, level: record.level, seed: 1)
  ///     try null.pValues(of: record).z2
  ///
  /// - Returns: The p-values; that of Z₁ is `nil` for a record without a failure, of whose size there is nothing to say.
  /// - Throws: `mismatch` for a record of another number of steps or another level.
  public func pValues(of record: ShortfallBacktest) throws(RiskError) -> (z1: Double?, z2: Double) {
    guard record.stepCount == steps, record.level == level else {
      throw RiskError(
        .mismatch, found: "a record of \(record.stepCount) steps at \(record.level)", expected: "\(steps) at \(level)")
    }
    return (record.failureCount == 0 ? nil : pValue(z1: record.z1), pValue(z2: record.z2))
  }

  /// The probability that a right model's Z₁ is as low, given a failure: (1 + k) / (1 + n) for k of n trials, so that it is never zero;
  /// 1 where no trial had a failure.
  ///
  /// Source: A. Davison, D. Hinkley, Bootstrap Methods and their Application (1997), section 4.2.
  public func pValue(z1 value: Double) -> Double { Self.share(z1, upTo: value) }

  /// The probability that a right model's Z₂ is as low, likewise.
  public func pValue(z2 value: Double) -> Double { Self.share(z2, upTo: value) }

  /// The Z₁ below which a right model falls with a probability, such as 0.05.
  ///
  /// - Throws: `outOfRange` for a significance that is not between 0 and 1; `insufficientData` where no trial had a
  ///   failure.
  public func criticalZ1(_ significance: Double) throws(RiskError) -> Double { try Self.quantile(z1, significance) }

  /// The Z₂ below which a right model falls with a probability, such as 0.05.
  ///
  /// - Throws: `outOfRange` for a significance that is not between 0 and 1.
  public func criticalZ2(_ significance: Double) throws(RiskError) -> Double { try Self.quantile(z2, significance) }

  private static func share(_ sorted: [Double], upTo value: Double) -> Double {
    guard !value.isNaN else { return 1 }
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return Double(1 + low) / Double(1 + sorted.count)
  }

  private static func quantile(_ sorted: [Double], _ significance: Double) throws(RiskError) -> Double {
    guard significance > 0, significance < 1 else {
      throw RiskError(.outOfRange, found: "significance \(significance)", expected: "a probability between 0 and 1")
    }
    do throws(NumericalError) {
      return try Statistics.quantile(sorted, significance)
    } catch {
      throw RiskError(.insufficientData, found: "no trial with a failure", expected: "at least one", cause: error)
    }
  }

  /// The losses beyond the value at risk.
  private struct Tail {
    let rate: Double
    let logMiss: Double
    let shortfall: Double
    let student: StudentTDistribution?

    init(_ shape: Shape, rate: Double) throws(RiskError) {
      self.rate = rate
      logMiss = VectorMath.log1p(-rate)
      switch shape {
      case .normal:
        student = nil
        shortfall = NormalDistribution.standard.pdf(VectorMath.normalQuantile(rate)) / rate
      case .studentT(let nu):
        guard nu > 1, nu <= 1e6, let student = try? StudentTDistribution(degreesOfFreedom: nu) else {
          throw RiskError(
            .outOfRange, found: "\(nu) degrees of freedom", expected: "more than 1, for a shortfall to exist")
        }
        self.student = student
        let quantile = student.upperQuantile(rate)
        shortfall = student.pdf(quantile) * (nu + quantile * quantile) / ((nu - 1) * rate)
      }
      guard shortfall > 0 else {
        throw RiskError(.outOfRange, found: "a shortfall of \(shortfall)", expected: "a level that leaves a loss")
      }
    }

    /// The number of steps up to and with the next failure.
    func gap(_ stream: inout RandomStream) -> Double {
      (VectorMath.log(stream.positiveUniform()) / logMiss).rounded(.down) + 1
    }

    /// A loss beyond the value at risk, over the shortfall.
    func ratio(_ stream: inout RandomStream) -> Double {
      let tail = rate * stream.positiveUniform()
      return (student?.upperQuantile(tail) ?? -VectorMath.normalQuantile(tail)) / shortfall
    }
  }
}
