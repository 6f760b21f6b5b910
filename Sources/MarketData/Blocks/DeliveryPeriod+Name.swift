extension DeliveryPeriod: LosslessStringConvertible {
  /// The period's name: `2026-01-15`, `W03-26`, `WE03-26`, `2026-01`, `Q1-26`, `Sum-26`, `Win-26`, `Cal-27` or `GY-26`.
  ///
  /// Years outside 2000 to 2099 have four digits.
  public var name: String {
    let (year, month, _) = first.components
    switch kind {
    case .day: return first.description
    case .month: return String(first.description.dropLast(3))
    case .quarter: return "Q\((month - 1) / 3 + 1)-\(short(year))"
    case .season: return "\(month == 4 ? "Sum" : "Win")-\(short(year))"
    case .year: return "Cal-\(short(year))"
    case .gasYear: return "GY-\(short(year))"
    case .week, .weekend:
      let (week, weekYear) = first.isoWeek
      return "\(kind == .week ? "W" : "WE")\(week < 10 ? "0" : "")\(week)-\(short(weekYear))"
    }
  }

  /// The name.
  public var description: String { name }

  /// Reads a period's name, with a year of two digits (2000 to 2099) or four; also `Jan-26` and `2026-Q1`; `nil` for others.
  public init?(_ description: String) {
    if let date = LocalDate(description) {
      self.init(.day, containing: date)
      return
    }
    let parts = description.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    if parts[0].utf8.count == 4, let year = Self.number(parts[0]) {
      // 2026-01 and 2026-Q1
      if parts[1].utf8.count == 2, let month = Self.number(parts[1]), let period = DeliveryPeriod.month(month, of: year)
      {
        self = period
        return
      }
      guard parts[1].utf8.count == 2, parts[1].first == "Q", let quarter = Self.number(parts[1].dropFirst()),
        let period = DeliveryPeriod.quarter(quarter, of: year)
      else { return nil }
      self = period
      return
    }
    guard let year = Self.year(parts[1]), let period = Self.named(String(parts[0]), year) else { return nil }
    self = period
  }

  private static func named(_ name: String, _ year: Int) -> DeliveryPeriod? {
    func starting(_ kind: Kind, _ month: Int) -> DeliveryPeriod? {
      LocalDate(year: year, month: month, day: 1).flatMap { DeliveryPeriod(kind, containing: $0) }
    }
    switch name {
    case "Cal": return starting(.year, 1)
    case "Sum": return starting(.season, 4)
    case "Win": return starting(.season, 10)
    case "GY": return starting(.gasYear, 10)
    case "Q1", "Q2", "Q3", "Q4": return number(name.dropFirst()).flatMap { quarter($0, of: year) }
    default: break
    }
    let bytes = Array(name.utf8)
    if bytes.count == 3, let month = TimestampScanner.month(bytes[0], bytes[1], bytes[2]) {
      return self.month(month, of: year)
    }
    let isWeekend = name.hasPrefix("WE")
    guard name.hasPrefix("W"), let week = number(name.dropFirst(isWeekend ? 2 : 1)),
      name.utf8.count == (isWeekend ? 4 : 3),
      let january4 = LocalDate(year: year, month: 1, day: 4)
    else { return nil }
    let monday = january4.advanced(byDays: 1 - january4.isoWeekday + (week - 1) * 7)
    guard week >= 1, monday.isoWeek == (week, year) else { return nil }
    return DeliveryPeriod(isWeekend ? .weekend : .week, containing: monday.advanced(byDays: isWeekend ? 5 : 0))
  }

  private func short(_ year: Int) -> String {
    guard (2000...2099).contains(year) else { return "\(year)" }
    return "\(year / 10 % 10)\(year % 10)"
  }

  private static func year(_ text: Substring) -> Int? {
    guard let value = number(text) else { return nil }
    return switch text.utf8.count {
    case 2: 2000 + value
    case 4: value
    default: nil
    }
  }

  private static func number(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }
}

extension LocalDate {
  /// The ISO 8601 week, 1 to 53, and the year to which it belongs.
  public var isoWeek: (week: Int, year: Int) {
    let thursday = advanced(byDays: 4 - isoWeekday)
    let year = thursday.year
    let january1 = LocalDate(daysSince1970: LocalDate.dayNumber(year: year, month: 1, day: 1))
    return (january1.days(until: thursday) / 7 + 1, year)
  }
}
