/// How an operator numbers the hours of a local day, above all on the days with 23 or 25 hours.
///
/// | convention | autumn, 25 hours (America) | spring, 23 hours (America) |
/// |---|---|---|
/// | ``sequential`` | 1 to 25 in order of time | 1 to 23 in order of time |
/// | ``clock`` | 2 twice, told apart by a mark or a flag | 3 is missing |
/// | ``clockSecondMarked`` | `02` is the first, `02X` or `02*` the second | 3 is missing |
/// | ``clockHour25`` | 2 is the first, 25 the second | 3 is missing |
/// | ``clockGapByEnd`` | `02` is the first, `02*` the second | 2 is missing: the hour from 1:00 ends at 3:00 |
///
/// A host makes others from the four settings.
public struct HourLabelConvention: Hashable, Sendable {
  /// Whether hours are counted from the start of the day, without regard to the clock.
  public var isSequential: Bool
  /// What a label without a mark means in the repeated hour: `.only` refuses it.
  public var unmarked: LocalOccurrence
  /// Whether hour 25 stands for the second of the two equal hours.
  public var hour25IsRepeated: Bool
  /// Whether the hour before the clock skips ahead is named by what the clock shows at its end.
  public var namesGapByEnd: Bool

  /// Makes a convention.
  public init(
    isSequential: Bool = false, unmarked: LocalOccurrence = .only, hour25IsRepeated: Bool = false,
    namesGapByEnd: Bool = false
  ) {
    self.isSequential = isSequential
    self.unmarked = unmarked
    self.hour25IsRepeated = hour25IsRepeated
    self.namesGapByEnd = namesGapByEnd
  }

  /// Counted from the start of the day: MISO and IESO in standard time, OMIE, ENTSO-E positions, ERCOT two-day ancillary
  /// services.
  public static let sequential = HourLabelConvention(isSequential: true)
  /// By the clock, the repeated hour told apart by a flag or by marks on both: ERCOT prices, EPEX SPOT `3A` and `3B`.
  public static let clock = HourLabelConvention()
  /// By the clock, with a mark on the second of two equal hours alone: ISO-NE `02X`.
  public static let clockSecondMarked = HourLabelConvention(unmarked: .first)
  /// By the clock, the second of two equal hours numbered 25: CAISO `OPR_HR`.
  public static let clockHour25 = HourLabelConvention(unmarked: .first, hour25IsRepeated: true)
  /// By the clock, hour 2 missing in spring: AESO, with `02*` in autumn; SPP, whose rows come with a GMT column.
  public static let clockGapByEnd = HourLabelConvention(unmarked: .first, namesGapByEnd: true)
}
