import MarketData
public import Valuation

/// What a project is worth.
public struct ProjectValue: Hashable, Sendable {
  /// The present value of one stream.
  public struct Part: Hashable, Sendable, Codable {
    /// The stream.
    public let name: String
    /// Its amounts, discounted to the start.
    public let presentValue: Double
  }

  /// All payments, as the owner sees them.
  public let cashFlows: CashFlows
  /// What the payments add up to, discounted to the start.
  public let netPresentValue: Double
  /// What each stream adds to it.
  public let parts: [Part]
  /// The rates for a year at which the net present value is zero, each of them.
  public let internalRates: InternalRates
  /// The years after which the payments have made up for the capital, without discounting; `nil` where they never do.
  public let payback: Double?
  /// The discount rate.
  public let discountRate: Double
  /// What the result rests on.
  public let basis: ResultBasis

  /// The internal rate of return where there is exactly one.
  public var internalRate: Double? { internalRates.unique }

  /// The present value of a stream; `nil` where there is none of the name.
  public func presentValue(of name: String) -> Double? { parts.first { $0.name == name }?.presentValue }

  /// A table of the streams, their sum and the internal rate.
  public var description: String {
    var table = TextTable(["stream", "present value"])
    for part in parts { table.append([part.name, TextTable.number(part.presentValue)]) }
    table.append(["net present value", TextTable.number(netPresentValue)])
    let rate = internalRate.map { "internal rate \(TextTable.number($0 * 100, decimals: 2)) %" }
    return page([rate ?? "internal rates: \(internalRates.rates.count)"], [table])
  }
}

extension ProjectEconomics {
  /// What the project is worth on its start.
  ///
  /// - Throws: `empty` without a stream, `notFinite` for sums that overflow.
  /// - Complexity: O(streams × years) and the search for the internal rates.
  public func value() throws(StorageError) -> ProjectValue {
    guard !streams.isEmpty else {
      throw StorageError(.empty, field: "streams", found: "no stream", expected: "at least one")
    }
    do throws(ValuationError) {
      var totals = [Double](repeating: 0, count: years + 1)
      var parts: [ProjectValue.Part] = []
      for stream in streams {
        for index in totals.indices { totals[index] += stream.amounts[index] }
        let value = try FlowSchedule(periodic: stream.amounts).presentValue(rate: discountRate)
        parts.append(.init(name: stream.name, presentValue: value))
      }
      let schedule = try FlowSchedule(periodic: totals)
      let flows = zip(dates, totals).map { CashFlows.Flow(date: $0, amount: $1) }
      return ProjectValue(
        cashFlows: try CashFlows(party: "owner", currency: currency, flows: flows),
        netPresentValue: try schedule.presentValue(rate: discountRate), parts: parts,
        internalRates: schedule.internalRates(), payback: try schedule.payback(), discountRate: discountRate,
        basis: ResultBasis(
          method: "discounted cash flows by year",
          conventions: ["discounting": "whole years", "payment": "end of year", "rate": "\(discountRate)"],
          inputs: [
            .init("streams") { digest in
              digest.add(currency.code)
              for date in dates { digest.add(Int(date.daysSince1970)) }
              for stream in streams {
                digest.add(stream.name)
                digest.add(stream.amounts)
              }
            }
          ]))
    } catch {
      throw StorageError(wrapping: error, field: "streams")
    }
  }
}
