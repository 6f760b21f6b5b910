public import NumericalKernels

/// All that one curve is built from.
public struct CurveInputs: Sendable {
  /// What is asked for.
  public var definition: CurveDefinition
  /// The prices.
  public var quotes: [CurveQuote]
  /// The discount curve of quotes that settle month by month.
  public var discounting: DiscountCurve?

  /// Puts a definition and its quotes together.
  public init(_ definition: CurveDefinition, _ quotes: [CurveQuote], discounting: DiscountCurve? = nil) {
    self.definition = definition
    self.quotes = quotes
    self.discounting = discounting
  }

  /// Builds the curve; throws as ``CurveDefinition/build(_:discounting:)``.
  public func build() throws(CurveError) -> BuiltCurve {
    try definition.build(quotes, discounting: discounting)
  }
}

extension CurveInputs {
  /// Builds many curves, some of them at the same time; a curve that cannot be built does not keep the others from it.
  ///
  ///     let results = try await CurveInputs.build(book)      // 500 curves
  ///     let failures = results.filter { ... }
  ///
  /// The results are those of building one by one, to the last bit, at any width.
  ///
  /// - Parameters:
  ///   - inputs: One for each curve.
  ///   - width: How many curves may be built at the same time; as many as there are processors unless given.
  ///   - progress: Told of each finished chunk of eight curves.
  /// - Returns: A curve, or why it could not be built, for each of the inputs, in order.
  /// - Throws: `cancelled` where the task was cancelled before all had begun.
  public static func build(
    _ inputs: [CurveInputs], width: Int? = nil, progress: (@Sendable (Parallel.Progress) -> Void)? = nil
  ) async throws(ParallelError<Never>) -> [Result<BuiltCurve, CurveError>] {
    let chunks = try await Parallel.map(count: inputs.count, chunkLength: 8, width: width, progress: progress) {
      (range: Range<Int>) throws(Never) -> [Result<BuiltCurve, CurveError>] in
      inputs[range].map { inputs in Result { () throws(CurveError) in try inputs.build() } }
    }
    return chunks.flatMap { $0 }
  }
}
