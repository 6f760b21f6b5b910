/// A sum of variables of a ``DispatchProgram`` with coefficients, and a constant.
///
///     let net = discharge - charge + 0.5 * sun - 1
public struct LinearExpression: Sendable {
  /// The variables with their coefficients; one may stand there twice.
  public var terms: [(variable: DispatchProgram.Variable, coefficient: Double)]
  /// The constant.
  public var constant: Double

  /// Makes a constant; 0 unless given.
  public init(_ constant: Double = 0) {
    terms = []
    self.constant = constant
  }

  /// Makes a variable with a coefficient.
  public init(_ variable: DispatchProgram.Variable, _ coefficient: Double = 1) {
    terms = [(variable, coefficient)]
    constant = 0
  }

  /// The sum of two.
  public static func + (left: LinearExpression, right: LinearExpression) -> LinearExpression {
    var sum = left
    sum += right
    return sum
  }

  /// The difference of two.
  public static func - (left: LinearExpression, right: LinearExpression) -> LinearExpression { left + -1 * right }

  /// A multiple.
  public static func * (factor: Double, expression: LinearExpression) -> LinearExpression {
    var product = expression
    for index in product.terms.indices { product.terms[index].coefficient *= factor }
    product.constant *= factor
    return product
  }

  /// Adds another.
  public static func += (left: inout LinearExpression, right: LinearExpression) {
    left.terms += right.terms
    left.constant += right.constant
  }

  /// Takes another off.
  public static func -= (left: inout LinearExpression, right: LinearExpression) { left += -1 * right }
}
