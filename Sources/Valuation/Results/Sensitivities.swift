public import MarketData
public import NumericalKernels

/// How some figures move with others: the derivative of each output by each input, with their names and units.
///
/// A chain from quotes to a curve, from the curve to a contract, from there to a hedge is a product of such tables:
///
///     let curve = try Sensitivities(outputs: months, inputs: quotes, jacobian: j)      // quote -> curve
///     let contract = try Sensitivities(outputs: [value], inputs: months, jacobian: g)  // curve -> value
///     try contract.chained(with: curve)                                                // quote -> value
///
/// Cell (i, j) is the change of output i, in its unit, for a rise of input j by one of its unit.
public struct Sensitivities: Hashable, Sendable {
  /// A figure: a quote, a node of a curve, the value of a contract.
  public struct Variable: Hashable, Sendable {
    /// Its name, one of a kind among the outputs or inputs.
    public let name: String
    /// What it is measured in.
    public let unit: ValueUnit

    /// Makes a variable.
    public init(name: String, unit: ValueUnit) {
      self.name = name
      self.unit = unit
    }
  }

  /// What moves: the rows.
  public let outputs: [Variable]
  /// What moves it: the columns.
  public let inputs: [Variable]
  /// The derivatives.
  public let jacobian: Matrix

  /// Makes a table.
  ///
  /// - Throws: `countMismatch` for a matrix of another shape, `mismatch` for a name given twice among the outputs or the inputs,
  ///   `notFinite`.
  public init(outputs: [Variable], inputs: [Variable], jacobian: Matrix) throws(ValuationError) {
    guard jacobian.rows == outputs.count, jacobian.columns == inputs.count else {
      throw ValuationError(
        .countMismatch, found: "\(jacobian.rows) x \(jacobian.columns) derivatives",
        expected: "\(outputs.count) x \(inputs.count)")
    }
    for variables in [outputs, inputs] where Set(variables.map(\.name)).count != variables.count {
      throw ValuationError(.mismatch, found: "\(variables.map(\.name))", expected: "different names")
    }
    try requireFinite(jacobian.storage, "derivative")
    self.outputs = outputs
    self.inputs = inputs
    self.jacobian = jacobian
  }

  /// The derivative of one output by one input, or `nil` where either is not in the table.
  public subscript(output: String, by input: String) -> Double? {
    guard let row = outputs.firstIndex(where: { $0.name == output }),
      let column = inputs.firstIndex(where: { $0.name == input })
    else { return nil }
    return jacobian[row, column]
  }

  /// The derivatives of these outputs by the inputs of another table, whose outputs are these inputs.
  ///
  /// - Throws: `mismatch` unless the other's outputs are these inputs, in order, by name and unit.
  /// - Complexity: O(outputs × inputs × the other's inputs).
  public func chained(with inner: Sensitivities) throws(ValuationError) -> Sensitivities {
    guard inner.outputs == inputs else {
      throw ValuationError(.mismatch, found: "\(inner.outputs.map(\.name))", expected: "\(inputs.map(\.name))")
    }
    var product = Matrix(rows: outputs.count, columns: inner.inputs.count)
    for i in outputs.indices {
      for k in inputs.indices where jacobian[i, k] != 0 {
        for j in inner.inputs.indices { product[i, j] += jacobian[i, k] * inner.jacobian[k, j] }
      }
    }
    return try Sensitivities(outputs: outputs, inputs: inner.inputs, jacobian: product)
  }

  /// The change of each output for given changes of the inputs, to first order.
  ///
  /// - Throws: `countMismatch` unless there is a change for each input.
  public func changes(for moves: [Double]) throws(ValuationError) -> [Double] {
    guard moves.count == inputs.count else {
      throw ValuationError(.countMismatch, found: "\(moves.count) changes", expected: "\(inputs.count)")
    }
    return outputs.indices.map { i in
      inputs.indices.reduce(0) { $0 + jacobian[i, $1] * moves[$1] }
    }
  }
}
