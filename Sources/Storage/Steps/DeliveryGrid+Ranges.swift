import MarketData

extension DeliveryGrid {
  /// The intervals of each calendar month of a zone, in order; an interval belongs to the month in which it begins.
  func months(in zone: MarketTimeZone) -> [Range<Int>] {
    ranges { instant in
      let first = zone.localDate(of: instant).firstOfMonth
      let (year, month, _) = first.components
      return zone.startOfDay(first.advanced(byDays: LocalDate.daysInMonth(year: year, month: month)))
    }
  }

  /// Cuts the intervals where a boundary passes; `next` gives the first boundary after an instant.
  func ranges(_ next: (Instant) -> Instant) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var first = 0
    while first < count {
      let end = Swift.max(firstIndex(notBefore: next(self[first].start)), first + 1)
      result.append(first..<end)
      first = end
    }
    return result
  }

  /// The first interval that begins at an instant or after it; the count where none does.
  func firstIndex(notBefore instant: Instant) -> Int {
    if instant <= start { return 0 }
    guard let index = index(containing: instant) else { return count }
    return self[index].start < instant ? index + 1 : index
  }
}

extension LocalDate {
  /// The first day of the date's month.
  var firstOfMonth: LocalDate { advanced(byDays: 1 - components.day) }
}
