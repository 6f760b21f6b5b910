public import Valuation

/// What each unit of a fleet does, and what the fleet earns.
public struct FleetSchedule: Hashable, Sendable {
  /// The units' schedules in the order of the fleet, with the revenue of a meter of their own; empty where there is none.
  public let units: [DispatchSchedule]
  /// The power of each generator in each step, MW.
  public let generation: [[Double]]
  /// The power that each generator could have delivered beyond that, MW.
  public let curtailment: [[Double]]
  /// The power drawn from the grid at the connection, or at all meters together, MW.
  public let imports: [Double]
  /// The power delivered to the grid, MW.
  public let exports: [Double]
  /// What is earned: the units' buckets summed, one for each generator, and `netting`, what the common meter saves.
  public let revenue: Revenue
  /// How the solve ended.
  public let status: DispatchStatus
  /// The sum of the revenue; minus infinity where there is no schedule.
  public let objective: Double
  /// No schedule earns more.
  public let bound: Double
  /// What one more MW of export limit would earn in each step; empty without a connection.
  public let exportValues: [Double]
  /// What one more MW of import limit would earn in each step; empty without a connection.
  public let importValues: [Double]

  /// What the schedule rests on.
  public let basis: ResultBasis

  /// The bucket of what a common meter saves.
  public static let netting = "netting"

  /// How far the schedule may be from the best, relative to what it earns (or to 1).
  public var gap: Double {
    objective == -.infinity ? .infinity : max(0, bound - objective) / max(1, abs(objective))
  }
}
