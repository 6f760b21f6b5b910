internal import NumericalKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// How well class probabilities met the outcomes.
public struct ClassScores: Hashable, Sendable, Codable {
  /// The mean of the squared distance between the probabilities and the outcome, over all classes (Brier 1950): 0 to 2.
  public let brier: Double
  /// The mean of minus the natural logarithm of the probability of the class that came true, at least `1e-15` each.
  public let logLoss: Double
  /// The share of samples whose most probable class came true.
  public let accuracy: Double
  /// The number of samples.
  public let count: Int
}

extension ClassProbabilities {
  /// Scores the probabilities against the classes that came true, one for each sample.
  ///
  /// - Throws: `empty` without samples, `countMismatch`, `unknownName` for a class that is not among them.
  public func scores(against outcomes: [String]) throws(ValuationError) -> ClassScores {
    guard count > 0 else { throw ValuationError(.empty, found: "no samples", expected: "at least one") }
    guard outcomes.count == count else {
      throw ValuationError(.countMismatch, found: "\(outcomes.count) outcomes", expected: "\(count)")
    }
    var (brier, loss, hits) = (0.0, 0.0, 0)
    for (sample, outcome) in outcomes.enumerated() {
      guard let truth = classes.firstIndex(of: outcome) else {
        throw ValuationError(.unknownName, found: outcome, expected: "one of \(classes)", index: sample)
      }
      for column in classes.indices {
        let distance = probabilities[sample, column] - (column == truth ? 1 : 0)
        brier += distance * distance
      }
      loss -= log(max(probabilities[sample, truth], 1e-15))
      if mostProbable(at: sample) == outcome { hits += 1 }
    }
    let number = Double(count)
    return ClassScores(brier: brier / number, logLoss: loss / number, accuracy: Double(hits) / number, count: count)
  }
}
