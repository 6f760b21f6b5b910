/// A scenario in terms of a portfolio's factors: which shock each of them takes, and which of them take none.
///
///     let mapped = try scenario.mapped(to: portfolio.factors, by: .standard)
///     mapped.moves                  // one change for each factor, zero where unmapped
///     mapped.unmapped               // the factors without a shock, and why
///     mapped.unused                 // the shocks without a factor
///
/// Of several shocks the one counts that names the factor's hub, else the one with the narrowest region around it, else the first.
public struct MappedStress: Hashable, Sendable {
  /// How far from its place a shock reaches.
  public enum Reach: String, Hashable, Sendable, Codable {
    /// To factors of its region, or of its hub alone where it names one.
    case documented
    /// To factors of its commodity anywhere, where nothing nearer is there: what if it happened here? Relative changes and hubs' levels
    /// alike.
    case anywhere
  }

  /// Why a factor has no shock.
  public enum Obstacle: String, Error, Hashable, Sendable, Codable {
    /// No rule says what the factor is.
    case unknownFactor
    /// The scenario says nothing of its commodity there.
    case noShock
    /// A relative change or a level needs the factor's own level.
    case noLevel
    /// The shock is in another currency.
    case otherCurrency
    /// The shock is for another unit.
    case otherUnit
  }

  /// A factor that takes a shock.
  public struct Application: Hashable, Sendable, Codable {
    /// The name of the factor.
    public let factor: String
    /// The place of the shock in the scenario.
    public let shock: Int
    /// The change, in the factor's currency for one of its units.
    public let move: Double
  }

  /// A factor that takes none.
  public struct Unmapped: Hashable, Sendable, Codable {
    /// The name of the factor.
    public let factor: String
    /// Why.
    public let reason: Obstacle
  }

  /// The scenario.
  public let scenario: StressScenario
  /// One change for each factor, in its currency for one of its units; zero where it takes no shock.
  public let moves: [Double]
  /// The factors that take a shock, in the order of the factors.
  public let applied: [Application]
  /// The factors that take none.
  public let unmapped: [Unmapped]
  /// The places of the shocks that no factor takes.
  public let unused: [Int]
}

extension StressScenario {
  /// Finds the shock of each factor.
  ///
  /// - Parameters:
  ///   - factors: The factors; relative shocks and levels need their `level`.
  ///   - rules: What each factor is.
  ///   - reach: How far from its place a shock reaches.
  /// - Throws: `notFinite` for a change that is.
  /// - Complexity: O(factors × (rules + shocks)).
  public func mapped(
    to factors: [RiskFactor], by rules: FactorRules = .standard, reach: MappedStress.Reach = .documented
  ) throws(RiskError) -> MappedStress {
    try mapped(to: factors, tags: factors.map(rules.tag(of:)), reach: reach)
  }

  /// Finds the shock of each factor whose tag is known.
  func mapped(
    to factors: [RiskFactor], tags: [FactorTag?], reach: MappedStress.Reach
  ) throws(RiskError) -> MappedStress {
    var moves = [Double](repeating: 0, count: factors.count)
    var applied: [MappedStress.Application] = []
    var unmapped: [MappedStress.Unmapped] = []
    var used: Set<Int> = []
    for (place, factor) in factors.enumerated() {
      switch shock(for: factor, tags[place], reach) {
      case .success(let found):
        guard found.move.isFinite else {
          throw RiskError(
            .notFinite, found: "a change of \(found.move) of \(factor.name)", expected: "a finite number", index: place)
        }
        moves[place] = found.move
        used.insert(found.shock)
        applied.append(.init(factor: factor.name, shock: found.shock, move: found.move))
      case .failure(let reason): unmapped.append(.init(factor: factor.name, reason: reason))
      }
    }
    return MappedStress(
      scenario: self, moves: moves, applied: applied, unmapped: unmapped,
      unused: shocks.indices.filter { !used.contains($0) })
  }

  private func shock(
    for factor: RiskFactor, _ tag: FactorTag?, _ reach: MappedStress.Reach
  ) -> Result<(shock: Int, move: Double), MappedStress.Obstacle> {
    guard let tag else { return .failure(.unknownFactor) }
    let fitting = shocks.indices
      .compactMap { index in StressScenario.nearness(shocks[index].target, to: tag, reach).map { (index, $0) } }
      .sorted { $0.1 > $1.1 || ($0.1 == $1.1 && $0.0 < $1.0) }
    guard !fitting.isEmpty else { return .failure(.noShock) }
    var obstacle = MappedStress.Obstacle.noShock
    for (index, _) in fitting {
      switch shocks[index].move(of: factor) {
      case .success(let move): return .success((index, move))
      case .failure(let reason): if obstacle == .noShock { obstacle = reason }
      }
    }
    return .failure(obstacle)
  }

  /// How near a shock is to a factor: more for its hub, then for a narrower region; `nil` where it does not reach it.
  private static func nearness(_ target: FactorTag, to tag: FactorTag, _ reach: MappedStress.Reach) -> Int? {
    guard target.commodity == tag.commodity else { return nil }
    let depth = target.region.isEmpty ? 0 : 1 + target.region.count { $0 == "/" }
    if FactorTag.lies(tag.region, in: target.region) {
      guard let hub = target.hub else { return 100 + depth }
      if hub == tag.hub { return 1000 }
    }
    // An exchange rate is no other exchange rate.
    return reach == .anywhere && tag.commodity != .exchangeRate ? 50 - depth : nil
  }
}
