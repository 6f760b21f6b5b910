public import MarketData
public import NumericalKernels
import Valuation

/// What one store would earn at each of many places: thousands of nodes in one call.
///
///     let study = try SitingStudy(battery, steps: hours)
///     let ranking = try await study.rank(table, product: .energy(.dayAhead))
///     print(ranking)                                     // the best first, with spreads and captured prices
///
/// Energy is what is traded, at the place's prices with charges and outages that are the same everywhere.
/// Every place is solved on its own, exactly, on as many threads as there are processors; results are the same to the last bit at any
/// number. Prices are read place by place, so that memory does not grow with the number of places.
public struct SitingStudy: Sendable {
  /// The store.
  public let asset: StorageAsset
  /// The steps.
  public let steps: DispatchSteps
  /// What stands between the market's price and the store.
  public let charges: MarketCharges
  /// The power that is there in each step.
  public let availability: Availability
  /// What happens where a price is missing.
  public let missing: MissingPriceRule
  /// How each place is solved.
  public let options: DispatchOptions
  private let days: [Range<Int>]

  /// Makes a study.
  ///
  /// - Throws: `outOfRange` for options, `countMismatch` for an availability of other steps.
  public init(
    _ asset: StorageAsset, steps: DispatchSteps, charges: MarketCharges = .none, availability: Availability = .full,
    missing: MissingPriceRule = .carryForward, options: DispatchOptions = DispatchOptions()
  ) throws(StorageError) {
    try options.check()
    for (parts, field) in [(availability.charge, "charge"), (availability.discharge, "discharge")] where !parts.isEmpty
    {
      try InputCheck.count(parts.count, steps.count, "availability." + field)
    }
    self.asset = asset
    self.steps = steps
    self.charges = charges
    self.availability = availability
    self.missing = missing
    self.options = options
    days = steps.days
  }

  /// The value of the store at one place, cyclic over the steps.
  ///
  /// - Throws: As ``DispatchProblem`` and its solve.
  public func value(at name: String, prices: [Double]) throws(StorageError) -> SiteValue {
    let problem = try DispatchProblem(
      asset, steps: steps, prices: prices, charges: charges, missing: missing, availability: availability)
    let schedule = try problem.optimised(options)
    return SiteValue(name, schedule, prices, problem, days)
  }

  /// Ranks places whose prices a closure gives, by what the store earns.
  ///
  /// - Parameters:
  ///   - names: The places.
  ///   - width: How many threads; as many as there are processors unless given.
  ///   - progress: Told of each batch of places that is done.
  ///   - prices: The prices of a place by its number, NaN where missing; called from several threads.
  /// - Throws: `cancelled`. A place that cannot be valued is among the failures of the ranking.
  /// - Complexity: One solve a place; memory for a batch of places on each thread.
  public func rank(
    _ names: [String], width: Int? = nil, progress: (@Sendable (Parallel.Progress) -> Void)? = nil,
    prices: @escaping @Sendable (Int) throws(StorageError) -> [Double]
  ) async throws(StorageError) -> SiteRanking {
    try await rank(names.count, width: width, progress: progress, batch: 8) { batch, outcomes in
      for place in batch {
        outcomes.append(outcome(names[place]) { () throws(StorageError) in try prices(place) })
      }
    }
  }

  /// Ranks the places of a table by what the store earns with one product's prices.
  ///
  /// Rows that are exactly a step count; of several the one published last is taken, then the one of the highest revision. Rows of other
  /// lengths are passed over: resample them first.
  ///
  /// - Parameters:
  ///   - table: The prices of many places.
  ///   - product: What is priced, in a currency per MWh.
  ///   - locations: The places; all that the table has rows of unless given.
  ///   - width: How many threads.
  ///   - progress: Told of each batch.
  /// - Throws: `mismatch` unless the product is a price per MWh, `unknownName` where the table has no such product, `empty` without places,
  ///   `cancelled`.
  /// - Complexity: One pass over the table for each 256 places.
  public func rank(
    _ table: ObservationTable, product: Product, at locations: [Location]? = nil, width: Int? = nil,
    progress: (@Sendable (Parallel.Progress) -> Void)? = nil
  ) async throws(StorageError) -> SiteRanking {
    guard case .price(_, per: .megawattHour) = product.unit else {
      throw StorageError(.mismatch, field: "product", found: "\(product.unit)", expected: "a price per MWh")
    }
    let reader = try SitePrices(table, product: product, locations: locations, steps: steps)
    return try await rank(reader.locations.count, width: width, progress: progress, batch: 256) { batch, outcomes in
      let matrix = reader.prices(batch)
      for place in batch {
        let first = (place - batch.lowerBound) * steps.count
        let name = reader.locations[place].id
        outcomes.append(outcome(name) { () throws(StorageError) in Array(matrix[first..<first + steps.count]) })
      }
    }
  }

  /// A place's value or what went wrong, with what identifies its prices.
  private struct Outcome: Sendable {
    let name: String
    let prices: SHA256Digest?
    let result: Result<SiteValue, StorageError>
  }

  private func outcome(_ name: String, _ prices: () throws(StorageError) -> [Double]) -> Outcome {
    var digest: SHA256Digest?
    do throws(StorageError) {
      let prices = try prices()
      digest = ResultBasis.Input(name, prices).digest
      return Outcome(name: name, prices: digest, result: .success(try value(at: name, prices: prices)))
    } catch {
      return Outcome(name: name, prices: digest, result: .failure(error))
    }
  }

  private func rank(
    _ count: Int, width: Int?, progress: (@Sendable (Parallel.Progress) -> Void)?, batch: Int,
    _ body: @escaping @Sendable (Range<Int>, inout [Outcome]) -> Void
  ) async throws(StorageError) -> SiteRanking {
    guard count > 0 else {
      throw StorageError(.empty, field: "sites", found: "no place", expected: "at least one")
    }
    let parts: [[Outcome]]
    do throws(ParallelError<Never>) {
      parts = try await Parallel.map(count: count, chunkLength: batch, width: width, progress: progress) { range in
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(range.count)
        body(range, &outcomes)
        return outcomes
      }
    } catch {
      throw StorageError(.cancelled, field: "sites", found: "a cancelled task", expected: "one that runs on")
    }
    var values: [SiteValue] = []
    var failures: [SiteFailure] = []
    var seen = ContentDigest("prices")
    for outcome in parts.joined() {
      seen.add(outcome.name)
      seen.add(outcome.prices.map { "\($0)" } ?? "")
      switch outcome.result {
      case .success(let value): values.append(value)
      case .failure(let error): failures.append(SiteFailure(outcome.name, error))
      }
    }
    // Of equal revenue the one that came first stays first.
    func rank(_ place: Int) -> (Int, Double, Int) {
      (values[place].hasSchedule ? 0 : 1, -values[place].revenue, place)
    }
    let order = values.indices.sorted { rank($0) < rank($1) }
    return SiteRanking(
      sites: order.map { values[$0] }, failures: failures,
      basis: ResultBasis(
        method: "dispatch of each place by itself",
        conventions: [
          "sign": "revenue positive, cost negative", "ends": "as much stored at the end as at the beginning",
          "missing": missing.rawValue,
        ], inputs: [terms, .init(name: "prices", digest: seen.value)]))
  }

  /// What is the same at all places.
  private var terms: ResultBasis.Input {
    ResultBasis.Input("terms") { digest in
      digest.add(asset)
      digest.add(steps)
      digest.add([charges.spread, charges.importFee, charges.exportFee, charges.importTax, charges.exportTax])
      digest.add(availability.charge)
      digest.add(availability.discharge)
      digest.add(missing.rawValue)
    }
  }
}
