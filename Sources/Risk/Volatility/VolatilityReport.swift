public import Valuation

/// A fit as a table and as JSON: estimates, errors, how it ended and what it rests on.
///
/// ```swift
/// print(fit.report)
/// ```
public struct VolatilityReport: DocumentedResult {
  /// One estimate.
  public struct Line: Hashable, Sendable, Codable {
    /// The parameter.
    public let name: VolatilityParameters.Name
    /// The estimate.
    public let estimate: Double
    /// Its robust standard error; `nil` where the likelihood gives none, 0 for one that a bound holds.
    public let standardError: Double?
    /// Whether a bound holds it.
    public let isAtBound: Bool
  }

  /// The model.
  public let model: VolatilityModel
  /// How the estimation ended.
  public let status: FitStatus
  /// The estimates.
  public let lines: [Line]
  /// The log likelihood.
  public let logLikelihood: Double
  /// The number of returns.
  public let count: Int
  /// The variance of the return after the last.
  public let nextVariance: Double
  /// The method and its conventions.
  public internal(set) var basis: ResultBasis

  /// Estimates with errors and t ratios, one line each, under a headline.
  public var description: String {
    var table = TextTable(["parameter", "estimate", "robust error", "t", "note"])
    for line in lines {
      let error = line.standardError.map { $0 > 0 ? TextTable.number($0, decimals: 6) : "-" } ?? "-"
      let ratio = line.standardError.map { $0 > 0 ? TextTable.number(line.estimate / $0, decimals: 2) : "-" } ?? "-"
      table.append([
        line.name.rawValue, TextTable.number(line.estimate, decimals: 6), error, ratio,
        line.isAtBound ? "at a bound" : "",
      ])
    }
    let headline =
      "\(model.dynamics.rawValue), \(model.innovations.rawValue): \(status) on \(count) returns, log likelihood "
      + TextTable.number(logLikelihood, decimals: 4)
    return headline + "\n" + table.text
  }
}

extension VolatilityFit {
  /// The fit as a table and as JSON.
  public var report: VolatilityReport {
    let errors = try? standardErrors(.robust)
    return VolatilityReport(
      model: model, status: status,
      lines: model.parameters.enumerated().map { place, name in
        VolatilityReport.Line(
          name: name, estimate: parameters[name], standardError: errors?[place], isAtBound: atBounds.contains(name))
      },
      logLikelihood: logLikelihood, count: count, nextVariance: path.nextVariance,
      basis: ResultBasis(
        method: "maximum likelihood by Newton's method",
        conventions: [
          "start": "\(model.start.variance)", "presampleShock": model.start.shock.rawValue,
          "standardErrors": "robust (Bollerslev and Wooldridge)",
        ], inputs: [input]))
  }
}
