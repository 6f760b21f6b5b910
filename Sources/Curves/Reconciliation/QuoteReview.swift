public import MarketData
import NumericalKernels

/// When a quote is called stale or an outlier.
public struct QuoteReview: Hashable, Sendable {
  /// The day on which the curve is made.
  public var asOf: LocalDate
  /// The most days that a quote may be old.
  public var mostDays = 5
  /// The most robust standard deviations that a quote may lie from where the others put it.
  public var mostDeviations = 6.0

  /// Makes a review with the default limits: 5 days, and 6 deviations.
  public init(asOf: LocalDate) { self.asOf = asOf }
}

extension BuiltCurve {
  /// The curve with quotes flagged that are too old, or that the others price elsewhere.
  ///
  /// The age is in calendar days since ``CurveQuote/quotedOn``; a quote without that date is never stale. The error of a quote left out,
  /// where others lie on both sides of it, is judged against those of all such quotes: in units of 1.4826 times their median distance
  /// from the median (which is the standard deviation of normal errors), and those at least 1e-6 of the quotes' mean size.
  ///
  /// - Throws: `outOfRange` for limits below zero.
  /// - Complexity: One solve for each quote.
  public func reviewed(by review: QuoteReview) throws(CurveError) -> BuiltCurve {
    guard review.mostDays >= 0, review.mostDeviations >= 0 else {
      throw CurveError(
        .outOfRange, found: "\(review.mostDays) days, \(review.mostDeviations) deviations", expected: "limits from 0 on"
      )
    }
    var result = self
    for (index, quote) in quotes.enumerated() {
      guard let quotedOn = quote.quotedOn else { continue }
      let age = quotedOn.days(until: review.asOf)
      if age > review.mostDays {
        result.repricing[index].flags.append(
          QuoteFlag(.stale, reason: "quoted on \(quotedOn), \(age) days ago; at most \(review.mostDays)"))
      }
    }
    let left = try leaveOneOut().filter(\.isInterpolated)
    let errors = left.map(\.error)
    let size = quotes.reduce(0) { $0 + abs($1.price.mid) } / Double(quotes.count)
    guard let middle = median(errors), let spread = median(errors.map { abs($0 - middle) }) else { return result }
    let deviation = max(1.4826 * spread, 1e-6 * size)
    for line in left where deviation > 0 {
      let score = abs(line.error - middle) / deviation
      guard score > review.mostDeviations, let index = quotes.firstIndex(where: { $0.id == line.id }) else { continue }
      result.repricing[index].flags.append(
        QuoteFlag(
          .outlier,
          reason: "the other quotes put it at \(rounded(line.prediction)), \(rounded(score)) robust deviations away"))
    }
    return result
  }
}

/// The median, or `nil` of nothing.
private func median(_ values: [Double]) -> Double? { values.isEmpty ? nil : try? Statistics.median(values) }

/// Three decimals, for a text.
private func rounded(_ value: Double) -> Double {
  abs(value) < 1e12 ? (value * 1000).rounded() / 1000 : value
}
