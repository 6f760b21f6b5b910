extension Block {
  // MARK: North America

  /// On-peak in the Eastern interconnection: hours ending 8 to 23, Monday to Friday, without NERC holidays (5x16).
  public static let nercOnPeak = Block(name: "5x16", days: .weekdays, from: 7, to: 23)
  /// All hours outside ``nercOnPeak``.
  public static let nercOffPeak = Block(name: "off-peak", windows: offPeak(.weekdays, 7, 23))
  /// Hours ending 8 to 23 on Saturdays, Sundays and NERC holidays (2x16).
  public static let eastern2x16 = Block(name: "2x16", days: [.weekend, .holiday], from: 7, to: 23)
  /// Hours ending 1 to 7 and 24 of every day (7x8).
  public static let eastern7x8 = Block(name: "7x8", windows: night(7, 23))

  /// Hours ending 7 to 22, Monday to Friday, without NERC holidays: on-peak of ERCOT and SPP, and of MISO's tariff (5x16).
  public static let central5x16 = Block(name: "5x16", days: .weekdays, from: 6, to: 22)
  /// Hours ending 7 to 22 on Saturdays, Sundays and NERC holidays (2x16).
  public static let central2x16 = Block(name: "2x16", days: [.weekend, .holiday], from: 6, to: 22)
  /// Hours ending 1 to 6, 23 and 24 of every day (7x8).
  public static let central7x8 = Block(name: "7x8", windows: night(6, 22))
  /// All hours outside ``central5x16``: 2x16 and 7x8 together.
  public static let centralOffPeak = Block(name: "off-peak", windows: offPeak(.weekdays, 6, 22))

  /// Heavy load hours of the West: hours ending 7 to 22, Monday to Saturday, without NERC holidays (6x16).
  public static let wecc6x16 = Block(name: "6x16", days: [.weekdays, .saturday], from: 6, to: 22)
  /// Light load hours of the West: all hours outside ``wecc6x16`` (6x8 and 1x24).
  public static let weccOffPeak = Block(name: "off-peak", windows: offPeak([.weekdays, .saturday], 6, 22))

  // MARK: Europe

  /// European peak: Monday to Friday 08:00 to 20:00, holidays included.
  public static let europeanPeak = Block(name: "peak", days: .weekdays, from: 8, to: 20, ignoresHolidays: true)
  /// All hours outside ``europeanPeak``.
  public static let europeanOffPeak = Block(
    name: "off-peak",
    windows: [
      BlockWindow(days: .weekdays, from: 0, to: 8 * 3600, ignoresHolidays: true),
      BlockWindow(days: .weekdays, from: 20 * 3600, to: 86_400, ignoresHolidays: true),
      BlockWindow(days: .weekend, from: 0, to: 86_400, ignoresHolidays: true),
    ])
  /// Saturday and Sunday, all hours.
  public static let weekendBase = Block(name: "weekend", days: .weekend, from: 0, to: 24, ignoresHolidays: true)

  /// One of the six four-hour blocks of the EFA day, which starts at 23:00 of the day before; `nil` outside 1 to 6.
  public static func efa(_ number: Int) -> Block? {
    guard (1...6).contains(number) else { return nil }
    return Block(name: "EFA \(number)", days: .all, from: (number - 1) * 4 - 1, to: number * 4 - 1)
  }

  /// British peak: EFA blocks 3 to 5, 07:00 to 19:00, Monday to Friday, holidays included.
  public static let britishPeak = Block(name: "peak", days: .weekdays, from: 7, to: 19, ignoresHolidays: true)
  /// All hours outside ``britishPeak``, by EFA days from 23:00 of the evening before.
  public static let britishOffPeak = Block(
    name: "off-peak",
    windows: [
      BlockWindow(days: .weekdays, from: -3600, to: 7 * 3600, ignoresHolidays: true),
      BlockWindow(days: .weekdays, from: 19 * 3600, to: 23 * 3600, ignoresHolidays: true),
      BlockWindow(days: .weekend, from: -3600, to: 23 * 3600, ignoresHolidays: true),
    ])
  /// British overnight: EFA blocks 1 and 2, 23:00 to 07:00, of every EFA day.
  public static let britishOvernight = Block(name: "overnight", days: .all, from: -1, to: 7)

  private static func offPeak(_ peakDays: BlockDays, _ start: Int, _ end: Int) -> [BlockWindow] {
    night(start, end, on: peakDays) + [
      BlockWindow(days: BlockDays([.weekdays, .weekend]).subtracting(peakDays), from: 0, to: 86_400),
      BlockWindow(days: .holiday, from: 0, to: 86_400),
    ]
  }

  private static func night(_ start: Int, _ end: Int, on days: BlockDays = .all) -> [BlockWindow] {
    [BlockWindow(days: days, from: 0, to: start * 3600), BlockWindow(days: days, from: end * 3600, to: 86_400)]
  }
}

extension BlockCalendar {
  /// The Eastern interconnection by market convention: hours ending 8 to 23 Eastern prevailing time, NERC holidays.
  ///
  /// Futures on MISO hubs follow it too, unlike MISO's own tariff (``miso``).
  public static let nercEastern = BlockCalendar(
    name: "NERC Eastern", zone: .eastern, holidays: .nerc,
    blocks: [.base, .nercOnPeak, .nercOffPeak, .eastern2x16, .eastern7x8])

  /// PJM: on-peak hours ending 8 to 23 Eastern prevailing time, Monday to Friday without NERC holidays.
  public static let pjm = BlockCalendar(
    name: "PJM", zone: .eastern, holidays: .nerc,
    blocks: [.base, .nercOnPeak, .nercOffPeak, .eastern2x16, .eastern7x8])

  /// MISO's tariff: on-peak hours ending 7 to 22 in Eastern *standard* time all year, Monday to Friday without NERC holidays.
  ///
  /// In summer these are hours ending 8 to 23 Eastern daylight time; in winter they begin an hour before ``nercEastern``.
  /// Source: NYMEX, "MISO peak hours" (OM_misohrs).
  public static let miso = BlockCalendar(
    name: "MISO", zone: .easternStandard, holidays: .nerc,
    blocks: [.base, .central5x16, .centralOffPeak, .central2x16, .central7x8])

  /// ERCOT: hours ending 7 to 22 Central prevailing time as 5x16 and 2x16, the nights as 7x8, NERC holidays.
  public static let ercot = BlockCalendar(
    name: "ERCOT", zone: .central, holidays: .nerc,
    blocks: [.base, .central5x16, .centralOffPeak, .central2x16, .central7x8])

  /// SPP: on-peak hours ending 7 to 22 Central prevailing time, Monday to Friday without NERC holidays.
  public static let spp = BlockCalendar(
    name: "SPP", zone: .central, holidays: .nerc,
    blocks: [.base, .central5x16, .centralOffPeak, .central2x16, .central7x8])

  /// The West: hours ending 7 to 22 Pacific prevailing time, Monday to Saturday without NERC holidays.
  public static let wecc = BlockCalendar(
    name: "WECC", zone: .pacific, holidays: .nerc, blocks: [.base, .wecc6x16, .weccOffPeak])

  /// Continental Europe: peak Monday to Friday 08:00 to 20:00 Central European time, holidays included.
  public static let europeanPeak = BlockCalendar(
    name: "Europe", zone: .centralEurope, blocks: [.base, .europeanPeak, .europeanOffPeak, .weekendBase])

  /// Great Britain: EFA blocks 1 to 6 of the EFA day from 23:00, peak 07:00 to 19:00 on weekdays, holidays included.
  public static let britain = BlockCalendar(
    name: "Great Britain", zone: .london,
    blocks: [.base, .britishPeak, .britishOffPeak, .britishOvernight] + (1...6).compactMap(Block.efa), dayStart: -3600)
}
