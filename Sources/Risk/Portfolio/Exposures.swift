/// A portfolio in terms of its factors: how much each position gains, in the reporting currency, when a factor rises by one.
///
///     let exposures = portfolio.exposures
///     exposures.total                               // one delta for each factor
///     try exposures.changes(for: moves)             // the gain of each position
///
/// First derivatives are kept position by position and factor by factor where they are not zero, second derivatives likewise. A
/// price in a foreign currency has a second derivative by the price and the rate of exchange together: the quantity.
public struct Exposures: Hashable, Sendable {
  /// The number of factors.
  public let factorCount: Int
  /// The number of positions.
  public let positionCount: Int
  /// The sum of the deltas of all positions by each factor.
  public let total: [Double]
  /// The change of each position's value by the passing of one day.
  public let thetas: [Double]

  /// The deltas of position p are those from `starts[p]` up to `starts[p + 1]`.
  let starts: [Int]
  let columns: [Int]
  let deltas: [Double]

  /// The second derivatives of position p are those from `curvatureStarts[p]` up to `curvatureStarts[p + 1]`.
  let curvatureStarts: [Int]
  let curvatures: [Curvature]

  /// The options with a valuer, in the order of the positions.
  let valued: [Valued]

  /// A second derivative, by one factor twice or by two.
  struct Curvature: Hashable, Sendable {
    let first: Int
    let second: Int
    let gamma: Double

    /// The gain by moves of the two factors.
    func gain(_ moves: borrowing Span<Double>) -> Double {
      first == second ? 0.5 * gamma * moves[first] * moves[first] : gamma * moves[first] * moves[second]
    }
  }

  /// How an amount becomes one in the reporting currency.
  struct Conversion: Hashable, Sendable {
    /// Today's factor.
    let rate: Double
    /// The factor that is the rate of exchange, where there is one.
    let exchange: Int?
    /// What the factor is multiplied by: one over the parts of a currency that is quoted in parts.
    let share: Double
  }

  /// An option that is revalued.
  struct Valued: Hashable, Sendable {
    let position: Int
    let valuer: String
    /// The number of units held.
    let quantity: Double
    /// From the position's currency to the reporting one.
    let conversion: Conversion
    /// The factors in the order in which the valuer gets them.
    let factors: [Int]
    /// The delta by the rate of exchange that stands on the present value.
    let presentDelta: Double
  }
}
