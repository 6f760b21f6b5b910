import MarketData
import NumericalKernels
public import Valuation

extension BuiltCurve {
  /// How each point of the curve moves with each quote: exact derivatives, not bumps.
  ///
  ///     let toQuotes = try built.sensitivities()
  ///     toQuotes["2027-03-01", by: "Cal-27"]             // of the point that begins on that day
  ///     try contract.chained(with: toQuotes)             // a contract's deltas in quotes
  ///
  /// They are those of the conditions that hold the curve: of a quote strictly between bid and ask, and of one that others imply, they are
  /// zero; at a bid or an ask they are by that price. The outputs are named by the beginning of their interval, as in ``CurveReport``,
  /// the inputs by the quote. Of a curve that was not solved all are zero.
  ///
  /// - Parameter strand: The place of a strand in the definition; `nil` for the curve over all hours.
  /// - Throws: `outOfRange` for a strand that there is not.
  /// - Complexity: O(quotes · (points + cells under the quotes)).
  public func sensitivities(ofStrand strand: Int? = nil) throws(CurveError) -> Sensitivities {
    try check(strand)
    let labels = definition.days.labels(ofEdgesOf: definition.grid)
    let outputs = (0..<curve.count).map { Sensitivities.Variable(name: labels[$0], unit: definition.unit) }
    let inputs = quotes.map { Sensitivities.Variable(name: $0.id, unit: definition.unit) }
    var jacobian = Matrix(rows: curve.count, columns: quotes.count)
    for column in quotes.indices {
      let response = factor.response(to: column)
      for point in 0..<curve.count { jacobian[point, column] = self.point(point, strand, of: response) }
    }
    do throws(ValuationError) {
      return try Sensitivities(outputs: outputs, inputs: inputs, jacobian: jacobian)
    } catch {
      throw CurveError(.mismatch, found: error.found, expected: error.expected, cause: error)
    }
  }

  /// What a position in the points of the curve is as a position in its quotes: its derivative by each quote, in their order.
  ///
  ///     let deltas = try built.quoteDeltas(of: megawattHours)   // 1,250 MWh of Cal-27, ...
  ///
  /// - Parameters:
  ///   - pointDeltas: The derivative of the position's value by each point.
  ///   - strand: The place of the strand whose points they are; `nil` for the curve over all hours.
  /// - Throws: `countMismatch` unless there is one for each point, `notFinite`, `outOfRange` for a strand that there is not.
  /// - Complexity: O(points + cells under the quotes), without forming ``sensitivities(ofStrand:)``.
  public func quoteDeltas(of pointDeltas: [Double], ofStrand strand: Int? = nil) throws(CurveError) -> [Double] {
    try check(strand)
    guard pointDeltas.count == curve.count else {
      throw CurveError(
        .countMismatch, found: "\(pointDeltas.count) deltas", expected: "\(curve.count), one for each point")
    }
    if let odd = pointDeltas.firstIndex(where: { !$0.isFinite }) {
      throw CurveError(.notFinite, found: "delta \(pointDeltas[odd])", expected: "a finite one", index: odd)
    }
    var weights = [Double](repeating: 0, count: outcome.cells.count)
    for point in pointDeltas.indices {
      for cell in point * plan.width..<(point + 1) * plan.width {
        weights[cell] = pointDeltas[point] * share(of: cell, strand) * scale(of: cell)
      }
    }
    return Array(factor.gradient(weights).prefix(quotes.count))
  }

  private func check(_ strand: Int?) throws(CurveError) {
    guard let strand, !strands.indices.contains(strand) else { return }
    throw CurveError(.outOfRange, found: "strand \(strand)", expected: "one of \(strands.count)")
  }

  /// The value of a point that cells make.
  private func point(_ point: Int, _ strand: Int?, of cells: [Double]) -> Double {
    (point * plan.width..<(point + 1) * plan.width).reduce(0) { $0 + share(of: $1, strand) * scale(of: $1) * cells[$1] }
  }

  /// With which weight a cell makes its point: by hours in the curve over all of them.
  private func share(of cell: Int, _ strand: Int?) -> Double {
    if let strand { return cell % plan.width == strand ? 1 : 0 }
    return plan.width == 1 ? 1 : plan.cellHours[cell] / definition.grid.hours(at: cell / plan.width)
  }

  /// How a cell moves with what is solved for: by the factor of a multiplicative prior.
  private func scale(of cell: Int) -> Double {
    if case .factors(let factors) = plan.prior { factors[cell] } else { 1 }
  }
}
