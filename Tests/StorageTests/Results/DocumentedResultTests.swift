import Foundation
import MarketData
import Storage
import Testing
import Valuation

@Suite struct DocumentedResultTests {
  private func copy<Result: DocumentedResult>(_ result: Result) throws -> Bool {
    try JSONDecoder().decode(Result.self, from: JSONEncoder().encode(result)) == result
  }

  @Test func everyResultGoesThroughJSONAndBack() async throws {
    for result in try await ResultSamples.make() {
      #expect(try copy(result), "\(type(of: result))")
      let text = try #require(String(bytes: JSONEncoder().encode(result), encoding: .utf8))
      #expect(text.contains("\"libraryVersion\":\"\(ResultBasis.thisLibrary)\""), "\(type(of: result))")
    }
  }

  @Test func everyResultSaysWhatItRestsOn() async throws {
    let (once, again) = (try await ResultSamples.make(), try await ResultSamples.make())
    for (result, twin) in zip(once, again) {
      let basis = result.basis
      #expect(!basis.method.isEmpty && basis.libraryVersion == ResultBasis.thisLibrary, "\(type(of: result))")
      #expect(!basis.inputs.isEmpty && Set(basis.inputs.map(\.name)).count == basis.inputs.count)
      #expect(basis.inputs == twin.basis.inputs && basis == twin.basis, "\(type(of: result))")
    }
  }

  @Test func inputsAreToldApart() throws {
    let (one, other) = (try ResultSamples.problem(seed: 1), try ResultSamples.problem(seed: 2))
    let (plain, later) = (try one.optimised().basis, try other.optimised().basis)
    #expect(plain.inputs.map(\.name) == ["problem"] && plain.inputs != later.inputs)
    let least = try ServiceProblem(ResultSamples.problem(minimum: 1), offers: []).optimised().basis
    #expect(least.inputs[0] != plain.inputs[0])
    let service = try ServiceProblem(one, offers: ResultSamples.offers()).optimised().basis
    #expect(service.inputs.map(\.name) == ["problem", "services"] && service.inputs[0] == plain.inputs[0])
  }

  @Test func aScheduleThatThereIsNotKeepsItsInfinities() throws {
    let nothing = try ResultSamples.infeasible().optimised()
    #expect(nothing.status == .infeasible && nothing.objective == -.infinity && nothing.bound == -.infinity)
    let text = try #require(String(bytes: JSONEncoder().encode(nothing), encoding: .utf8))
    #expect(text.contains("\"objective\":null") && text.contains("\"bound\":null"))
    #expect(try copy(nothing))
  }

  @Test func everyResultPrintsATableOfAHundredColumns() async throws {
    for result in try await ResultSamples.make() {
      if let schedule = result as? DispatchSchedule, !schedule.hasSchedule { continue }
      let lines = result.description.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count >= 3 && lines.contains { $0.hasPrefix("---") }, "\(type(of: result))")
      #expect(lines.allSatisfy { $0.count <= 100 && !$0.hasSuffix(" ") }, "\(result)")
    }
  }

  @Test func partsThatDoNotFitAreRefused() async throws {
    // For each type the members that may not lose an element.
    let strict: [String: [String]] = [
      "DispatchSchedule": ["charge", "discharge", "storedEnergy", "marginalValues"],
      "FleetSchedule": ["imports", "exports"],
      "TwoStageResult": ["position", "values", "netPower"], "MarketSequenceResult": ["trades", "schedules"],
      "ActivationRisk": ["strays", "meanStored"], "RollingRun": ["decisions"],
      "SizingTable": ["powers", "cells"], "ProjectValue": ["parts"],
      "AwardReconciliation": ["awarded", "feasible", "storedEnergy"], "Settlement": ["lines"],
    ]
    var seen: Set<String> = []
    for result in try await ResultSamples.make() {
      let name = "\(type(of: result))"
      for key in strict[name] ?? [] {
        var object = try members(of: result)
        guard var values = object[key] as? [Any], !values.isEmpty else { continue }
        values.removeLast()
        object[key] = values
        #expect(throws: (any Error).self, "\(name) without an element of \(key)") { try decode(object, like: result) }
        seen.insert("\(name).\(key)")
      }
    }
    #expect(seen.count == strict.values.reduce(0) { $0 + $1.count })
  }

  /// Whatever can be read can be printed: changed members end in an error or in a value, never in a trap.
  @Test func changedMembersDoNotTrap() async throws {
    for result in try await ResultSamples.make() {
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
    "ActivationModel", "AncillaryService", "AugmentationPlan", "Availability", "CalendarAgeing", "CapacityFade",
    "CapacityPayment", "CellAgeing", "CycleDepthCost", "CycleLife", "CycleLimits", "DispatchOptions", "DispatchProblem",
    "DispatchSteps", "EfficiencyCurve", "EnergyPosition", "Fleet", "MarketBid", "MarketCharges", "MarketService",
    "MarketStage", "MeteredEnergy", "PriceScenarios", "PriceTable", "ServiceDelivery", "ServiceOffer", "ServiceProblem",
    "StorageAsset", "StorageRequest", "TerminalPoint", "UseRecord", "Warranty",
    // Methods and what is put together by the caller
    "ActivationStudy", "BidRules", "CycleBudget", "DispatchProgram", "LinearExpression", "MarketSequence",
    "NaiveForecaster", "ProjectEconomics", "RainflowCounter", "RevenueStack", "RobustDispatch", "RollingHorizon",
    "SetPointController", "SitingStudy", "SizingSweep", "StoreVariables", "CycleDepthVariables", "TwoStageProblem",
    // Parts of results, and data that results are taken from
    "BidFinding", "ConformingBid", "DispatchMethod", "DispatchStatus", "EnergyBidCurve", "FleetSetPoint", "LimitPrice",
    "MarketTrades", "RainflowCycle", "Revenue", "ServiceAward", "SetPoint", "SettlementBucket", "SettlementTotal",
    "SiteFailure", "SiteValue", "StorageError", "StoredEnergyValue", "WarrantyCheck",
  ]

  @Test func everyPublicTypeIsAResultWithASampleOrNamedHere() async throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/Storage")
    let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    var declared: Set<String> = []
    var conforming: Set<String> = []
    for file in files.allObjects.compactMap({ $0 as? URL }) where file.pathExtension == "swift" {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        if let match = line.firstMatch(of: /^public struct (\w+)/) { declared.insert(String(match.1)) }
        if let match = line.firstMatch(of: /(?:struct|extension) (?:\w+\.)*(\w+):.*\bDocumentedResult\b/) {
          conforming.insert(String(match.1))
        }
      }
    }
    #expect(declared.count > 60)
    let sampled = Set(try await ResultSamples.make().map { "\(type(of: $0))" })
    #expect(conforming == sampled, "a result without a sample: \(conforming.symmetricDifference(sampled).sorted())")
    #expect(
      declared.subtracting(sampled).symmetricDifference(Self.others).isEmpty,
      "neither a result nor named: \(declared.subtracting(sampled).symmetricDifference(Self.others).sorted())")
  }
}
