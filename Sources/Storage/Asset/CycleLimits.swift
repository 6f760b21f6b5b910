/// How much a store may be used, by day and by year; `nil` is no limit.
///
/// A full equivalent cycle is the energy capacity taken out of the store once. The days and calendar years are those of the
/// zone of the ``DispatchSteps``. A day's limit holds for each local day that the steps touch; a year's limit is reduced to the
/// part of the year that they cover.
public struct CycleLimits: Hashable, Sendable, Codable {
  /// Full equivalent cycles in a local day.
  public var cyclesPerDay: Double?
  /// Full equivalent cycles in a calendar year.
  public var cyclesPerYear: Double?
  /// Energy discharged at the meter in a local day, MWh.
  public var dischargePerDay: Double?
  /// Energy discharged at the meter in a calendar year, MWh.
  public var dischargePerYear: Double?

  /// Makes limits; none unless given.
  public init(
    cyclesPerDay: Double? = nil, cyclesPerYear: Double? = nil, dischargePerDay: Double? = nil,
    dischargePerYear: Double? = nil
  ) {
    self.cyclesPerDay = cyclesPerDay
    self.cyclesPerYear = cyclesPerYear
    self.dischargePerDay = dischargePerDay
    self.dischargePerYear = dischargePerYear
  }

  /// No limit.
  public static let none = CycleLimits()

  /// Whether a day has a limit.
  public var limitsDays: Bool { cyclesPerDay != nil || dischargePerDay != nil }

  /// Whether a year has a limit.
  public var limitsYears: Bool { cyclesPerYear != nil || dischargePerYear != nil }

  func check() throws(StorageError) {
    for (value, field) in [
      (cyclesPerDay, "cyclesPerDay"), (cyclesPerYear, "cyclesPerYear"), (dischargePerDay, "dischargePerDay"),
      (dischargePerYear, "dischargePerYear"),
    ] {
      if let value { try InputCheck.size(value, "cycleLimits." + field) }
    }
  }
}
