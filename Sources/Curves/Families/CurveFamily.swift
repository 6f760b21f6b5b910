public import MarketData
public import NumericalKernels

/// Curves that a desk marks together: names, metadata and definitions, from which curves are built day after day.
///
///     let family = try CurveFamily([
///       .init(CurveMetadata("TTF"), definition: ttf), .init(CurveMetadata("Power DE"), definition: power),
///     ])
///     for mark in try await family.build(quotes, on: today) {
///       guard let built = try? mark.result.get() else { continue }
///       try await store.append(CurveVersion(mark.id, knownAt: now, built: built))
///     }
public struct CurveFamily: Sendable {
  /// A curve of the family.
  public struct Member: Sendable {
    /// What it is called and what there is to know about it.
    public var metadata: CurveMetadata
    /// How it is built.
    public var definition: CurveDefinition
    /// The discount curve of quotes that settle month by month.
    public var discounting: DiscountCurve?

    /// Puts a curve's description and definition together.
    public init(_ metadata: CurveMetadata, definition: CurveDefinition, discounting: DiscountCurve? = nil) {
      self.metadata = metadata
      self.definition = definition
      self.discounting = discounting
    }
  }

  /// A curve of one day, or why there is none.
  public struct Mark: Sendable {
    /// Which curve.
    public let id: CurveID
    /// The curve, or why it could not be built.
    public let result: Result<BuiltCurve, CurveError>
    /// What became of quotes whose delivery has begun or ended.
    public let rolled: RolledQuotes
  }

  /// The curves, of different names.
  public let members: [Member]

  /// Makes a family.
  ///
  /// - Throws: `mismatch` with the index of a member whose name another one has.
  public init(_ members: [Member]) throws(CurveError) {
    var names = Set<CurveName>()
    for (index, member) in members.enumerated() where !names.insert(member.metadata.name).inserted {
      throw CurveError(
        .mismatch, found: "\(member.metadata.name) twice", expected: "curves of different names", index: index)
    }
    self.members = members
  }

  /// The curve of a name, or `nil` where the family has none.
  public subscript(name: CurveName) -> Member? { members.first { $0.metadata.name == name } }

  /// Builds the curves of a day: expired quotes are rolled off, grids begin with the day, and all are built beside each
  /// other.
  ///
  /// - Parameters:
  ///   - quotes: The quotes of each curve.
  ///   - date: The first market day that has not settled.
  ///   - spot: What has settled, for quotes whose delivery has begun.
  ///   - width: How many curves may be built at the same time.
  /// - Returns: A curve for each member, in order; one that cannot be built does not keep the others from it.
  /// - Throws: `cancelled` where the task was cancelled before all had begun.
  public func build(
    _ quotes: [CurveName: [CurveQuote]], on date: LocalDate, spot: [CurveName: TimeSeries] = [:], width: Int? = nil
  ) async throws(ParallelError<Never>) -> [Mark] {
    let members = members
    return try await Parallel.map(count: members.count, chunkLength: 1, width: width) {
      (range: Range<Int>) throws(Never) -> Mark in
      let member = members[range.lowerBound]
      let name = member.metadata.name
      return member.mark(CurveID(name, on: date), quotes[name] ?? [], spot: spot[name])
    }
  }
}

extension CurveFamily.Member {
  fileprivate func mark(_ id: CurveID, _ quotes: [CurveQuote], spot: TimeSeries?) -> CurveFamily.Mark {
    var rolled = RolledQuotes()
    let result = Result { () throws(CurveError) in
      rolled = try definition.roll(quotes, to: id.validOn, spot: spot, discounting: discounting)
      return try definition.starting(on: id.validOn).build(rolled.quotes, discounting: discounting)
    }
    return CurveFamily.Mark(id: id, result: result, rolled: rolled)
  }
}

extension CurveDefinition {
  /// The same definition for a later day: the grid begins with it, within an interval where it falls into one.
  ///
  /// Values and factors of a prior, one for each interval, are cut alike; bounds on spreads from periods that have
  /// begun fall away.
  /// - Throws: `emptyPeriod` for a day after the grid.
  public func starting(on date: LocalDate) throws(CurveError) -> CurveDefinition {
    let start = days.start(of: date)
    if start <= grid.start { return self }
    guard let index = grid.index(containing: start),
      let rest = DeliveryGrid(edges: [start] + grid[index...].map(\.end))
    else { throw CurveError(.emptyPeriod, found: "\(date)", expected: "a day within \(grid.span)") }
    var definition = self
    definition.grid = rest
    switch prior {
    case .values(let values) where values.count == grid.count:
      definition.prior = .values(Array(values.dropFirst(index)))
    case .factors(let factors) where factors.count == grid.count:
      definition.prior = .factors(Array(factors.dropFirst(index)))
    default: break
    }
    definition.spreadLimits = spreadLimits.filter { $0.earlier.first >= date && $0.later.first >= date }
    return definition
  }
}
