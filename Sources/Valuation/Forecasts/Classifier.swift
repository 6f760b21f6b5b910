public import NumericalKernels

/// A model that gives the probabilities of classes from features: whether a constraint binds, whether a price spikes.
///
/// An implementation
/// - returns one row for each row of features, in order, and a column for each of its classes;
/// - throws where the features are not those of ``featureNames``, in their order;
/// - may be called from several tasks at once.
public protocol Classifier: Sendable {
  /// The names of the classes, in the order of the columns of its answers.
  var classes: [String] { get }
  /// The names of the features, in the order of the columns that it expects.
  var featureNames: [String] { get }

  /// Gives the probabilities of the classes for each row of features.
  func classify(_ features: Matrix) async throws -> ClassProbabilities
}

/// The probability of each class for each sample.
public struct ClassProbabilities: Hashable, Sendable {
  /// The names of the classes, one for each column.
  public let classes: [String]
  /// One row for each sample; each row sums to one.
  public let probabilities: Matrix

  /// Makes probabilities.
  ///
  /// - Throws: `empty` without a class, `mismatch` for a class named twice, `countMismatch` unless there is a column for each class,
  ///   `outOfRange` for a probability beyond 0 and 1 or a row whose sum differs from one by more than 1e-9.
  public init(classes: [String], probabilities: Matrix) throws(ValuationError) {
    guard !classes.isEmpty else { throw ValuationError(.empty, found: "no classes", expected: "at least one") }
    guard Set(classes).count == classes.count else {
      throw ValuationError(.mismatch, found: "\(classes)", expected: "classes of different names")
    }
    guard probabilities.columns == classes.count else {
      throw ValuationError(.countMismatch, found: "\(probabilities.columns) columns", expected: "\(classes.count)")
    }
    for row in 0..<probabilities.rows {
      var sum = 0.0
      for column in classes.indices {
        let probability = probabilities[row, column]
        guard probability >= 0, probability <= 1 else {
          throw ValuationError(.outOfRange, found: "probability \(probability)", expected: "0 to 1", index: row)
        }
        sum += probability
      }
      guard abs(sum - 1) <= 1e-9 else {
        throw ValuationError(.outOfRange, found: "probabilities that sum to \(sum)", expected: "a sum of 1", index: row)
      }
    }
    self.classes = classes
    self.probabilities = probabilities
  }

  /// The number of samples.
  public var count: Int { probabilities.rows }

  /// The probability of a class for a sample, or `nil` for a class that is not among them.
  public func probability(of name: String, at sample: Int) -> Double? {
    classes.firstIndex(of: name).map { probabilities[sample, $0] }
  }

  /// The most probable class of a sample, the first of several.
  public func mostProbable(at sample: Int) -> String {
    var best = 0
    for column in classes.indices where probabilities[sample, column] > probabilities[sample, best] { best = column }
    return classes[best]
  }
}
