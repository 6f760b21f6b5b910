public import MarketData

/// How much of its power a store has in each step: 1 all of it, 0 none, for charging and discharging apart.
///
///     let summer = try Availability(outages: [fortnight], steps: steps)       // nothing while it lasts
///     let derated = try Availability(charge: parts, discharge: parts)
public struct Availability: Hashable, Sendable, Codable {
  /// The part of the charge power, one for each step; empty where all of it is there always.
  public let charge: [Double]
  /// The part of the discharge power, one for each step; empty where all of it is there always.
  public let discharge: [Double]

  /// All power at all times.
  public static let full = Availability()

  private init() {
    charge = []
    discharge = []
  }

  /// Makes an availability; an empty array is full availability.
  ///
  /// - Throws: `outOfRange` for a part outside 0 to 1, with its index.
  public init(charge: [Double] = [], discharge: [Double] = []) throws(StorageError) {
    for (values, field) in [(charge, "availability.charge"), (discharge, "availability.discharge")] {
      if let index = values.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
        throw StorageError(
          .outOfRange, field: field, found: "\(values[index])", expected: "a part from 0 to 1", index: index)
      }
    }
    self.charge = charge
    self.discharge = discharge
  }

  /// No power while an outage lasts; a step that an outage covers in part keeps the rest of its hours.
  ///
  /// - Throws: Never for intervals and steps that exist; typed for the initialiser that it calls.
  /// - Complexity: O(outages · log steps + steps).
  public init(outages: [DeliveryInterval], steps: DispatchSteps) throws(StorageError) {
    var parts = [Double](repeating: 1, count: steps.count)
    for outage in DeliveryInterval.merged(outages) {
      for index in steps.grid.indices(overlapping: outage) {
        let step = steps.grid[index]
        guard let common = step.intersection(outage) else { continue }
        parts[index] = max(0, parts[index] - Double(common.seconds) / Double(step.seconds))
      }
    }
    try self.init(charge: parts, discharge: parts)
  }

  /// Some steps' part of it.
  func slice(_ range: Range<Int>) -> Availability {
    var part = self
    if !charge.isEmpty { part = Availability(part, charge: Array(charge[range])) }
    if !discharge.isEmpty { part = Availability(part, discharge: Array(discharge[range])) }
    return part
  }

  private init(_ other: Availability, charge: [Double]? = nil, discharge: [Double]? = nil) {
    self.charge = charge ?? other.charge
    self.discharge = discharge ?? other.discharge
  }
}

extension Availability {
  /// Reads an availability.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` as the initialiser.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      charge: container.decode([Double].self, forKey: .charge),
      discharge: container.decode([Double].self, forKey: .discharge))
  }
}
