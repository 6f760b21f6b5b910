/// A linear or mixed-integer program of dispatch, put together from parts: stores, services, generators, connections, and
/// whatever a caller adds.
///
/// Its objective is revenue, to be as great as possible. Each part adds its variables and rows and hands out expressions for
/// others to join:
///
///     var program = DispatchProgram()
///     let store = try program.add(ServiceProblem(energy, offers: offers))
///     let cap = try program.addRow(store.discharge[18], in: -.infinity...50)   // at most 50 MW in the 19th step
///     let solution = try program.solve()
///     solution.value(of: store.discharge[18])
///     solution.dual(of: cap)                                                   // revenue per MW of the limit
///
/// A program of a store's year has some 10 variables a step. Without decisions of yes or no it is solved by the interior point
/// of `NumericalKernels`, with them by branch and bound, which is for tens of open decisions.
public struct DispatchProgram: Sendable {
  /// A variable of a program.
  public struct Variable: Hashable, Sendable {
    let index: Int
  }

  /// A row of a program: an expression that is kept within limits.
  public struct Row: Hashable, Sendable {
    let index: Int
  }

  /// The most variables or rows of a program.
  public static let largestCount = 50_000_000

  private(set) var revenue: [Double] = []
  private(set) var constant = 0.0
  private(set) var lower: [Double] = []
  private(set) var upper: [Double] = []
  private(set) var integers: [Int] = []
  private(set) var rowLower: [Double] = []
  private(set) var rowUpper: [Double] = []
  private(set) var rows: [Int] = []
  private(set) var columns: [Int] = []
  private(set) var coefficients: [Double] = []

  /// Makes a program with nothing in it.
  public init() {}

  /// The number of variables.
  public var variableCount: Int { revenue.count }
  /// The number of rows.
  public var rowCount: Int { rowLower.count }
  /// The number of decisions of yes or no.
  public var decisionCount: Int { integers.count }

  /// Adds a variable.
  ///
  /// - Parameters:
  ///   - bounds: Its least and greatest value, infinite for none.
  ///   - revenue: What a unit of it earns; negative for a cost.
  /// - Throws: `notFinite` for a revenue that is not, or a NaN; `tooLarge`.
  public mutating func addVariable(
    in bounds: ClosedRange<Double>, revenue: Double = 0
  ) throws(StorageError) -> Variable {
    guard self.revenue.count < Self.largestCount else {
      throw StorageError(
        .tooLarge, field: "program", found: "more variables", expected: "at most \(Self.largestCount)")
    }
    try InputCheck.finite(revenue, "program.revenue")
    self.revenue.append(revenue)
    lower.append(bounds.lowerBound)
    upper.append(bounds.upperBound)
    return Variable(index: self.revenue.count - 1)
  }

  /// Adds a decision: a variable that is 0 or 1.
  ///
  /// - Throws: As ``addVariable(in:revenue:)``.
  public mutating func addDecision(revenue: Double = 0) throws(StorageError) -> Variable {
    let variable = try addVariable(in: 0...1, revenue: revenue)
    integers.append(variable.index)
    return variable
  }

  /// Adds a row that keeps an expression within limits, infinite for none.
  ///
  /// - Throws: `notFinite` for a coefficient or constant that is not, `unknownName` for a variable of another program, `tooLarge`.
  @discardableResult
  public mutating func addRow(
    _ expression: LinearExpression, in limits: ClosedRange<Double>
  ) throws(StorageError) -> Row {
    guard rowLower.count < Self.largestCount else {
      throw StorageError(.tooLarge, field: "program", found: "more rows", expected: "at most \(Self.largestCount)")
    }
    try check(expression)
    for term in expression.terms {
      rows.append(rowLower.count)
      columns.append(term.variable.index)
      coefficients.append(term.coefficient)
    }
    rowLower.append(limits.lowerBound - expression.constant)
    rowUpper.append(limits.upperBound - expression.constant)
    return Row(index: rowLower.count - 1)
  }

  /// Adds revenue that an expression earns.
  ///
  /// - Throws: As ``addRow(_:in:)``.
  public mutating func addRevenue(_ expression: LinearExpression) throws(StorageError) {
    try check(expression)
    for term in expression.terms { revenue[term.variable.index] += term.coefficient }
    constant += expression.constant
  }

  /// Adds pieces that are filled to a sum, and that sum in other units: an efficiency by power, a value by energy.
  ///
  /// - Parameters:
  ///   - pieces: The width of each and what a unit of it makes.
  ///   - isOrdered: Whether a piece may be begun only when the one before is full; needs a decision for each but the last. Without
  ///     it the program fills those first that pay most.
  /// - Returns: The sum of the pieces and of what they make.
  mutating func addPieces(
    _ pieces: [EfficiencyCurve.Piece], isOrdered: Bool
  ) throws(StorageError) -> (sum: LinearExpression, made: LinearExpression) {
    var (sum, made) = (LinearExpression(), LinearExpression())
    var isFull: Variable?
    for (index, piece) in pieces.enumerated() {
      let part = try addVariable(in: 0...max(0, piece.width))
      sum += LinearExpression(part)
      made += LinearExpression(part, piece.slope)
      if let isFull { try addRow(LinearExpression(part) - LinearExpression(isFull, piece.width), in: -.infinity...0) }
      guard isOrdered, index < pieces.count - 1 else { continue }
      let next = try addDecision()
      try addRow(LinearExpression(part) - LinearExpression(next, piece.width), in: 0 ... .infinity)
      isFull = next
    }
    return (sum, made)
  }

  private func check(_ expression: LinearExpression) throws(StorageError) {
    try InputCheck.finite(expression.constant, "program.constant")
    for (index, term) in expression.terms.enumerated() {
      guard term.variable.index < revenue.count else {
        throw StorageError(
          .unknownName, field: "program.variable", found: "a variable of another program", expected: "one of this",
          index: index)
      }
      guard term.coefficient.isFinite else {
        throw StorageError(
          .notFinite, field: "program.coefficient", found: "\(term.coefficient)", expected: "a finite number",
          index: index)
      }
    }
  }
}
