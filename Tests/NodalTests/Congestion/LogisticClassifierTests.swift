import Nodal
import NumericalKernels
import Testing
import Valuation

@Suite("Logistic regression")
struct LogisticClassifierTests {
  @Test("On a table of two by two the log odds are the counts'")
  func table() async throws {
    // 30 of 40 with the feature, 10 of 60 without: odds 3 and 0.2, log odds ratio ln 15.
    let feature = (0..<100).map { $0 < 40 ? 1.0 : 0 }
    let outcomes = (0..<100).map { $0 < 30 || (40..<50).contains($0) }
    let model = try LogisticClassifier(
      features: Matrix(columns: [feature]), outcomes: outcomes, names: ["f"], ridge: 1e-9, calibrationFolds: 0)
    #expect(model.isConverged)
    #expect(abs(model.coefficients[0] / model.deviations[0] - VectorMath.log(15)) < 1e-7)
    let answer = try await model.classify(Matrix([[1], [0]]))
    #expect(abs(try #require(answer.probability(of: "yes", at: 0)) - 0.75) < 1e-8)
    #expect(abs(try #require(answer.probability(of: "no", at: 1)) - 5.0 / 6) < 1e-8)
  }

  @Test(
    "At the fit the gradient of the penalised loss is zero and the mean of the probabilities is the share",
    arguments: [0.1, 1, 50])
  func stationary(ridge: Double) throws {
    var stream = RandomStream(seed: 11, path: 0)
    let rows = (0..<150).map { _ in [stream.normal(), 3 + 10 * stream.normal(), stream.uniform()] }
    let outcomes = rows.map { stream.uniform() < 1 / (1 + VectorMath.exp(-($0[0] - 0.1 * $0[1]))) }
    let features = try Matrix(rows)
    let model = try LogisticClassifier(
      features: features, outcomes: outcomes, names: ["a", "b", "c"], ridge: ridge, calibrationFolds: 0)
    var gradient = model.coefficients.map { -ridge * $0 }
    var total = 0.0
    for (row, outcome) in outcomes.enumerated() {
      let error = (outcome ? 1 : 0) - model.probability(rows[row])
      total += error
      for place in 0..<3 {
        gradient[place] += error * (rows[row][place] - model.means[place]) / model.deviations[place]
      }
    }
    #expect(gradient.allSatisfy { abs($0) < 1e-8 } && abs(total) < 1e-8)
  }

  @Test("Classes that can be told apart, or of which one is missing, have finite answers")
  func extremes() throws {
    let features = try Matrix(columns: [(0..<20).map(Double.init), [Double](repeating: 4, count: 20)])
    let apart = try LogisticClassifier(features: features, outcomes: (0..<20).map { $0 > 9 }, names: ["x", "flat"])
    #expect(apart.isConverged && apart.coefficients[0].isFinite && apart.coefficients[1] == 0)
    #expect(apart.probability([0, 4]) < 0.2 && apart.probability([19, 4]) > 0.8)
    let never = try LogisticClassifier(
      features: features, outcomes: [Bool](repeating: false, count: 20), names: ["x", "flat"])
    #expect(abs(never.probability([5, 4]) - 0.5 / 21) < 1e-12)
    #expect(apart.probability([1e300, 4]) == 1 && apart.probability([-1e300, 4]) == 0)
  }

  @Test("Calibration takes back what too little ridge made too sure of itself")
  func calibration() throws {
    var stream = RandomStream(seed: 21, path: 0)
    func sample(_ count: Int) -> (Matrix, [Bool]) {
      let rows = (0..<count).map { _ in (0..<12).map { _ in stream.normal() } }
      let outcomes = rows.map { stream.uniform() < 1 / (1 + VectorMath.exp(-$0[0])) }
      return (Matrix(rows: count, columns: 12) { rows[$0][$1] }, outcomes)
    }
    let (past, future) = (sample(80), sample(2000))
    let names = (0..<12).map { "\($0)" }
    func score(_ folds: Int) throws -> ClassScores {
      let model = try LogisticClassifier(
        features: past.0, outcomes: past.1, names: names, ridge: 1e-3, calibrationFolds: folds)
      return try model.probabilities(future.0).scores(against: future.1.map { $0 ? "yes" : "no" })
    }
    let (raw, calibrated) = (try score(0), try score(5))
    #expect(calibrated.logLoss < raw.logLoss && calibrated.brier < raw.brier)
  }

  @Test("Samples that do not fit are refused")
  func refusals() throws {
    let features = try Matrix([[1], [2]])
    func code(_ features: Matrix, _ outcomes: [Bool], _ names: [String] = ["x"], ridge: Double = 1) -> NodalError.Code?
    {
      NodalTests.code { () throws(NodalError) in
        try LogisticClassifier(features: features, outcomes: outcomes, names: names, ridge: ridge)
      }
    }
    #expect(code(features, [true]) == .countMismatch)
    #expect(code(features, [true, false], ["x", "y"]) == .countMismatch)
    #expect(code(features, [true, false], ridge: 0) == .outOfRange)
    #expect(code(try Matrix([[1], [.nan]]), [true, false]) == .notFinite)
    #expect(code(Matrix(rows: 0, columns: 1), []) == .empty)
    let model = try LogisticClassifier(
      features: features, outcomes: [true, false], names: ["x"], calibrationFolds: .max)
    #expect(model.calibration == (0, 1))
    #expect(
      NodalTests.code { () throws(NodalError) in try model.probabilities(Matrix(rows: 1, columns: 2)) }
        == .countMismatch)
  }
}
