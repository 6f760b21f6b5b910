public import MarketData

/// What the mean of a quote is taken over.
public enum QuoteWeighting: Hashable, Sendable {
  /// True hours of the quote's block, 23 or 25 on days on which the clock changes: power, European gas in MW.
  case hours
  /// Market days, each as much as the next: North American gas in MMBtu a day.
  case days
  /// Weekdays that are no holidays of a calendar: swaps that settle on the mean of daily fixings.
  case pricingDays(HolidayCalendar)
}

/// When a quote is paid.
public enum QuoteSettlement: Hashable, Sendable {
  /// The plain mean over the period: futures, whose strips average undiscounted.
  case undiscounted
  /// Month by month, `lagDays` after the first day of the month that follows delivery: the price is
  /// Σ DF(payment) · volume · forward / Σ DF(payment) · volume, as of OTC strips and PPA strikes.
  case monthly(lagDays: Int)
}
