import ExampleSupport
import MarketData

/// Which local days of a market have energy prices, and of which runs.
struct PriceDays {
  private var runs: [Market.ID: [LocalDate: Set<Product.Run>]] = [:]

  mutating func add(_ table: ObservationTable, of market: Market) {
    let products = table.dictionary.products
    for chunk in table.chunks {
      var day: DeliveryInterval?
      var lastProduct: UInt32?
      for row in 0..<chunk.count {
        let code = chunk.products[row]
        let start = Instant(secondsSince1970: chunk.starts[row])
        if code == lastProduct, let day, day.contains(start) { continue }
        let product = products[Int(code)]
        guard product.kind == .energy else { continue }
        let date = market.settlementTimeZone.localDate(of: start)
        runs[market.id, default: [:]][date, default: []].insert(product.run)
        day = market.settlementTimeZone.day(date)
        lastProduct = code
      }
    }
  }

  /// The latest day with both day-ahead and real-time prices, else the latest day with prices.
  func best(for market: Market.ID) -> LocalDate? {
    let days = runs[market] ?? [:]
    let both = days.filter { $0.value.contains(.dayAhead) && !$0.value.isDisjoint(with: Product.Run.realTimeRuns) }
    return both.keys.max() ?? days.keys.max()
  }

  func count(for market: Market.ID) -> Int { runs[market]?.count ?? 0 }
}

extension Product.Run {
  /// Runs that price the hour of delivery itself, the most final first.
  static let realTimeRuns: [Product.Run] = [.realTime, .realTimePreliminary, .fifteenMinute]
}

/// What a market did on one local day: hub prices, day-ahead against real-time, and where congestion was worst.
struct DaySummary {
  private struct Price {
    var weighted = 0.0
    var weight = 0.0
    var min = Double.infinity
    var max = -Double.infinity
    var negative = 0
    var congestion = 0.0
    var congestionWeight = 0.0

    var mean: Double? { weight > 0 ? weighted / weight : nil }
    var meanCongestion: Double? { congestionWeight > 0 ? congestion / congestionWeight : nil }
  }

  private struct Key: Hashable {
    let location: Location
    let run: Product.Run
  }

  let market: Market
  let date: LocalDate
  private var prices: [Key: Price] = [:]
  private var constraints: [Location: (total: Double, hours: Int)] = [:]

  /// Reads the day from a store.
  init(of market: Market, on date: LocalDate, from store: any ObservationStore) async throws {
    self.market = market
    self.date = date
    let query = ObservationQuery(market: market.id, interval: market.settlementTimeZone.day(date))
    for try await chunk in try await store.chunks(matching: query) { add(chunk) }
  }

  private mutating func add(_ chunk: ObservationChunk) {
    let locations = chunk.dictionary.locations
    let products = chunk.dictionary.products
    let congestion = chunk.values(of: .congestion)
    for row in 0..<chunk.count {
      let value = chunk.values[row]
      let product = products[Int(chunk.products[row])]
      guard !value.isNaN else { continue }
      let location = locations[Int(chunk.locations[row])]
      if product.kind == .shadowPrice {
        constraints[location, default: (0, 0)].total += abs(value)
        constraints[location, default: (0, 0)].hours += 1
      }
      guard product.kind == .energy else { continue }
      let weight = Double(max(chunk.lengths[row], 1))
      var price = prices[Key(location: location, run: product.run)] ?? Price()
      price.weighted += value * weight
      price.weight += weight
      price.min = min(price.min, value)
      price.max = max(price.max, value)
      if value < 0 { price.negative += 1 }
      if let part = congestion?[row], !part.isNaN {
        price.congestion += part * weight
        price.congestionWeight += weight
      }
      prices[Key(location: location, run: product.run)] = price
    }
  }

  /// The summary as text for people.
  var text: String {
    let day = market.settlementTimeZone.day(date)
    var parts = ["\(market.name) on \(date) (\(day.seconds / 3600) hours, \(market.settlementTimeZone.identifier))"]
    let hubs = hubTable
    parts.append(hubs.isEmpty ? "no energy prices" : hubs.text)
    if let congestion = congestionText { parts.append(congestion) }
    if let binding = constraintText { parts.append(binding) }
    return parts.joined(separator: "\n")
  }

  private var hubTable: TextTable {
    let unit = "\(market.currency.code)/MWh"
    var table = TextTable(
      "Location", "Kind", "DA mean>", "RT mean>", "DA - RT>", "min>", "max>", "negative>", unit)
    for location in shownLocations {
      let dayAhead = prices[Key(location: location, run: .dayAhead)]
      let realTimeRun = Product.Run.realTimeRuns.first { prices[Key(location: location, run: $0)] != nil }
      let realTime = realTimeRun.flatMap { prices[Key(location: location, run: $0)] }
      let both = [dayAhead, realTime].compactMap { $0 }
      var spread: Double?
      if let first = dayAhead?.mean, let second = realTime?.mean { spread = first - second }
      table.add(
        location.name, location.kind.rawValue, decimal(dayAhead?.mean), decimal(realTime?.mean), decimal(spread),
        decimal(both.map(\.min).min()), decimal(both.map(\.max).max()), grouped(both.reduce(0) { $0 + $1.negative }),
        realTimeRun.map { $0 == .realTime ? "" : "RT is \($0)" } ?? "")
    }
    return table
  }

  /// Hubs, else zones, else whatever is priced; at most a dozen.
  private var shownLocations: [Location] {
    let all = Set(prices.keys.map(\.location))
    for kind in [Location.Kind.hub, .zone] {
      let some = all.filter { $0.kind == kind }
      if !some.isEmpty { return Array(some.sorted { $0.name < $1.name }.prefix(12)) }
    }
    return Array(all.sorted { ($0.name, $0.kind.rawValue) < ($1.name, $1.kind.rawValue) }.prefix(12))
  }

  private var congestionText: String? {
    for run in [Product.Run.dayAhead] + Product.Run.realTimeRuns {
      let congested = prices.compactMap { key, price -> (Location, Double)? in
        guard key.run == run, let mean = price.meanCongestion, abs(mean) >= 0.005 else { return nil }
        return (key.location, mean)
      }
      if congested.isEmpty { continue }
      let top = congested.sorted { (abs($0.1), $1.0.name) > (abs($1.1), $0.0.name) }.prefix(5)
      let list = top.map { "\($0.0.name) \(decimal($0.1))" }.joined(separator: ", ")
      return "Top congestion (mean, \(run)): \(list)"
    }
    return nil
  }

  private var constraintText: String? {
    guard !constraints.isEmpty else { return nil }
    let top = constraints.sorted { ($0.value.total, $1.key.name) > ($1.value.total, $0.key.name) }.prefix(3)
    let list = top.map { "\($0.key.name) (\($0.value.hours) intervals, sum \(decimal($0.value.total)))" }
    return "Top constraints by shadow price: \(list.joined(separator: "; "))"
  }
}
