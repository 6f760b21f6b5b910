import Foundation
import MarketData
import Risk
import Testing
import Valuation

@Suite struct DocumentedResultTests {
  private func copy<Result: DocumentedResult>(_ result: Result) throws -> Bool {
    try JSONDecoder().decode(Result.self, from: JSONEncoder().encode(result)) == result
  }

  @Test func everyResultGoesThroughJSONAndBack() throws {
    for result in try ResultSamples.all() {
      #expect(try copy(result), "\(type(of: result))")
      let text = try #require(String(bytes: JSONEncoder().encode(result), encoding: .utf8))
      #expect(text.contains("\"libraryVersion\":\"\(ResultBasis.thisLibrary)\""), "\(type(of: result))")
      #expect(text.contains("\"schemaVersion\":1"))
    }
  }

  @Test func everyResultSaysWhatItRestsOn() throws {
    for result in try ResultSamples.all() {
      let basis = result.basis
      #expect(!basis.method.isEmpty && basis.libraryVersion == ResultBasis.thisLibrary, "\(type(of: result))")
      // A simulation without data rests on its seed.
      #expect(!basis.inputs.isEmpty || basis.seed != nil, "\(type(of: result))")
      #expect(Set(basis.inputs.map(\.name)).count == basis.inputs.count)
    }
    let twice = try zip(ResultSamples.all(), ResultSamples.make())
    for (one, other) in twice { #expect(one.basis == other.basis) }
  }

  @Test func whoHasTheDaysStatesThem() throws {
    let span = ResultBasis.DataSpan(from: SampleBooks.dates(9)[8], through: SampleBooks.dates(9)[0])
    #expect(span.first == SampleBooks.dates(1)[0] && span.first < span.last)
    var seen = 0
    for result in try ResultSamples.all() {
      let dated: any DocumentedResult
      switch result {
      case let result as VaRBacktest: dated = result.covering(span)
      case let result as ShortfallBacktest: dated = result.covering(span)
      case let result as StressResult: dated = result.covering(span)
      case let result as MarginCalls: dated = result.covering(span)
      case let result as VolatilityReport: dated = result.covering(span)
      case let result as CorrelationEstimate: dated = result.covering(span)
      case let result as DynamicCorrelation: dated = result.covering(span)
      case let result as HedgeRatios: dated = result.covering(span)
      case let result as PerformanceMetrics: dated = result.covering(span)
      case let result as MarketModel: dated = result.covering(span)
      default: continue
      }
      seen += 1
      #expect(result.basis.dataSpan == nil && dated.basis.dataSpan == span && dated.basis.inputs == result.basis.inputs)
      #expect(try copy(dated), "\(type(of: result))")
      let text = try #require(String(bytes: JSONEncoder().encode(dated), encoding: .utf8))
      #expect(text.contains(#""dataSpan":{"#))
    }
    #expect(seen == 11)
    let broken = Data(#"{"first":"2026-01-02","last":"2026-01-01"}"#.utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(ResultBasis.DataSpan.self, from: broken) }
  }

  @Test func inputsAreToldApart() throws {
    let history = try SampleBooks.history(days: 60)
    let plain = try HistoricalSimulation().run(SampleBooks.linear(), on: history).result(at: [0.95])
    let other = try HistoricalSimulation().run(
      SampleBooks.bent(), on: history, revaluations: SampleBooks.valuers
    ).result(at: [0.95])
    let later = try HistoricalSimulation().run(SampleBooks.linear(), on: SampleBooks.history(days: 60, seed: 2))
      .result(at: [0.95])
    #expect(plain.basis.inputs.map(\.name) == ["portfolio", "changes"])
    #expect(plain.basis.inputs[0] != other.basis.inputs[0] && plain.basis.inputs[1] == other.basis.inputs[1])
    #expect(plain.basis.inputs[0] == later.basis.inputs[0] && plain.basis.inputs[1] != later.basis.inputs[1])
  }

  @Test func everyResultPrintsATableOfAHundredColumns() throws {
    for result in try ResultSamples.all() {
      let lines = result.description.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count >= 3 && lines.contains { $0.hasPrefix("---") }, "\(type(of: result))")
      #expect(lines.allSatisfy { $0.count <= 100 && !$0.hasSuffix(" ") }, "\(result)")
    }
  }

  @Test func partsThatDoNotFitAreRefused() throws {
    // For each type the members that may not lose an element.
    let strict: [String: [String]] = [
      "RiskResult": ["figures"], "VaRBacktest": ["failures"], "ShortfallNull": ["z2"], "Concentration": ["shares"],
      "Allocation": ["weights", "boundMultipliers"], "Optimum": ["shares", "scenarioWeights"],
      "RiskParity": ["weights", "contributions"], "EulerCapital": ["shares", "standAlone"],
      "HedgeRatios": ["quantities", "standardErrors"], "CorrelationEstimate": ["volatilities"],
      "PositionLadder": ["buckets"], "ExposureProfile": ["times", "expected", "potentialFuture"],
      "EarningsAtRisk": ["meanByPeriod"], "Window": ["moves", "factors"],
    ]
    var seen: Set<String> = []
    for result in try ResultSamples.all() {
      let name = "\(type(of: result))"
      for key in strict[name] ?? [] {
        var object = try members(of: result)
        // Without a solution there are no weights, and without components none for each level.
        let isEmpty = ["weights", "decompositions"].contains { (object[$0] as? [Any])?.isEmpty ?? false }
        guard !isEmpty, var values = object[key] as? [Any], !values.isEmpty else { continue }
        values.removeLast()
        object[key] = values
        #expect(throws: DecodingError.self, "\(name) without an element of \(key)") { try decode(object, like: result) }
        seen.insert("\(name).\(key)")
      }
    }
    #expect(seen.count == strict.values.reduce(0) { $0 + $1.count })
  }

  /// Whatever can be read can be printed: changed members end in an error or in a value, never in a trap.
  @Test func changedMembersDoNotTrap() throws {
    for result in try ResultSamples.all() {
      let object = try members(of: result)
      for key in object.keys {
        let values = object[key] as? [Any]
        let changes: [Any?] = [
          nil, -1, 1e300, [Any](), "text", values.map { Array($0.dropLast()) }, values.map { $0 + $0 },
        ]
        for change in changes {
          var changed = object
          changed[key] = change
          if let read = try? decode(changed, like: result) { #expect(!read.description.isEmpty) }
        }
      }
    }
  }

  private func members(of result: some DocumentedResult) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(result)) as? [String: Any])
  }

  @discardableResult
  private func decode<Result: DocumentedResult>(_ object: [String: Any], like result: Result) throws -> Result {
    try JSONDecoder().decode(Result.self, from: JSONSerialization.data(withJSONObject: object))
  }
}

/// The list of results against the sources: a new type has to say which side it is on.
@Suite struct ResultListTests {
  /// Public types that are no results: inputs, methods, parts of results, and data that results are taken from.
  private static let others: Set<String> = [
    // Inputs
    "AllocationLimits", "CollateralAgreement", "DataWindow", "DeliveryLine", "DiscountFactors",
    "ExposurePaths", "FactorHistory", "FactorRules", "FactorScenarios", "FactorTag", "HazardCurve", "Horizon",
    "InputLimits",
    "KnownVolatilities", "LimitBook", "LimitFigure", "MarginAccount", "MarketMove", "NettingSet", "Portfolio",
    "Position",
    "Revaluation", "RiskFactor", "RiskLimit", "RiskRequest", "Shock", "StressScenario", "TradeMarks", "AlignedChanges",
    "VolatilityParameters",
    // Methods and what is derived from inputs alone
    "CornishFisher", "CorrelationEstimator", "ExponentialCovariance", "ExponentialVolatility", "Exposures",
    "FactorDistribution", "ForwardExposure", "HistoricalReplay", "HistoricalSimulation", "MappedStress", "MeanVariance",
    "MinimumShortfall", "MonteCarlo", "ParametricRisk", "PositionTree", "ReverseStress", "RunningCovariance",
    "StressTest", "VolatilityModel",
    // Parts of results, and data that results are taken from
    "ConstantCorrelation", "Decomposition", "Drawdown", "FitStatus", "LikelihoodRatioTest", "LimitCheck", "ProfitCube",
    "RiskError", "RiskFigures", "RollingTails", "SimulatedLosses", "StressedCalls", "TailPair", "TrafficLight",
    "VolatilityFit",
    "VolatilityPath",
  ]

  @Test func everyPublicTypeIsAResultWithASampleOrNamedHere() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/Risk")
    let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    var declared: Set<String> = []
    var conforming: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        if let match = line.firstMatch(of: /^public struct (\w+)/) { declared.insert(String(match.1)) }
        if let match = line.firstMatch(of: /(?:struct|extension) (?:\w+\.)*(\w+):.*\bDocumentedResult\b/) {
          conforming.insert(String(match.1))
        }
      }
    }
    #expect(declared.count > 60)
    let sampled = Set(try ResultSamples.all().map { "\(type(of: $0))" })
    #expect(conforming == sampled, "a result without a sample: \(conforming.symmetricDifference(sampled).sorted())")
    #expect(
      declared.subtracting(sampled).symmetricDifference(Self.others).isEmpty,
      "neither a result nor named: \(declared.subtracting(sampled).symmetricDifference(Self.others).sorted())")
  }
}
