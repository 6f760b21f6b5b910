public import MarketData

/// A model that forecasts a quantity over a delivery grid: what storage, grid and signal code asks for, whoever supplies it.
///
/// An implementation
/// - answers from what was known at ``ForecastRequest/issuedAt`` and never from later observations;
/// - returns one row for each interval of the grid, in order, with exactly the levels asked for;
/// - leaves an interval that it cannot forecast missing (NaN), and throws where it cannot forecast at all;
/// - may be called from several tasks at once.
public protocol Forecaster: Sendable {
  /// The names of the targets that the model forecasts, such as `PJM_WEST.dayAhead`.
  var targets: [String] { get }

  /// Forecasts one target.
  func forecast(_ request: ForecastRequest) async throws -> QuantileForecast
}

/// What is asked of a ``Forecaster``.
public struct ForecastRequest: Hashable, Sendable {
  /// The name of the target.
  public var target: String
  /// The knowledge time: nothing that was published later may be used.
  public var issuedAt: Instant
  /// The intervals to forecast.
  public var grid: DeliveryGrid
  /// The probability levels, rising between 0 and 1.
  public var levels: [Double]

  /// Makes a request; for the median alone unless levels are given.
  public init(target: String, issuedAt: Instant, grid: DeliveryGrid, levels: [Double] = [0.5]) {
    self.target = target
    self.issuedAt = issuedAt
    self.grid = grid
    self.levels = levels
  }
}

extension Forecaster {
  /// The median over a grid, as a series.
  public func median(_ target: String, issuedAt: Instant, grid: DeliveryGrid) async throws -> TimeSeries {
    try await forecast(ForecastRequest(target: target, issuedAt: issuedAt, grid: grid)).series(atLevel: 0.5)
  }
}
