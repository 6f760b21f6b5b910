public import MarketData

/// What a market lets a bid for energy look like.
///
///     let findings = BidRules.caiso.findings(of: bid)          // what the market would refuse, typed
///     let repaired = BidRules.caiso.conforming(bid)            // the nearest bid that it takes and that gives nothing away
///
/// Rules are data with their source: a host checks them against its market's current ones and replaces what has changed. Prices are per
/// MWh in the market's currency, powers MW. A limit that is `nil` is not known or does not exist, and is not held.
public struct BidRules: Hashable, Sendable, Codable {
  /// The market and product.
  public var name: String
  /// The first day of these rules, as far as the source gives it.
  public var effective: LocalDate?
  /// Where they are written.
  public var source: String
  /// The most price steps of a bid.
  public var segmentLimit: Int?
  /// Whether that many are allowed for selling and as many for buying, rather than for both together.
  public var countsSidesApart: Bool
  /// The lowest price.
  public var floor: Double?
  /// The highest price.
  public var cap: Double?
  /// The step of prices; one that is not positive is not held.
  public var priceIncrement: Double?
  /// The step of powers; one that is not positive is not held.
  public var quantityIncrement: Double?
  /// The least power of a side that is bid at all.
  public var minimumQuantity: Double?
  /// Whether a power may be scheduled at any price.
  public var allowsSelfSchedule: Bool
  /// Whether bounds on the state of charge at the end of the hour may be given, for the operator to keep.
  public var allowsStateBounds: Bool

  /// Makes rules; without limits unless given.
  ///
  /// - Throws: `outOfRange` for an increment that is not positive, a floor above the cap and less than one segment.
  public init(
    name: String, effective: LocalDate? = nil, source: String, segmentLimit: Int? = nil, countsSidesApart: Bool = false,
    floor: Double? = nil, cap: Double? = nil, priceIncrement: Double? = nil, quantityIncrement: Double? = nil,
    minimumQuantity: Double? = nil, allowsSelfSchedule: Bool = true, allowsStateBounds: Bool = false
  ) throws(StorageError) {
    self.init(
      unchecked: name, effective: effective, source: source, segmentLimit: segmentLimit,
      countsSidesApart: countsSidesApart, floor: floor, cap: cap, priceIncrement: priceIncrement,
      quantityIncrement: quantityIncrement, minimumQuantity: minimumQuantity, allowsSelfSchedule: allowsSelfSchedule,
      allowsStateBounds: allowsStateBounds)
    try check()
  }

  private func check() throws(StorageError) {
    if let segmentLimit { try InputCheck.within(1...1e6, Double(segmentLimit), "segmentLimit") }
    if let cap { try InputCheck.within(-1e9...1e9, cap, "cap") }
    if let floor { try InputCheck.within(-1e9...(cap ?? 1e9), floor, "floor") }
    if let priceIncrement { try InputCheck.within(1e-6...1e6, priceIncrement, "priceIncrement") }
    if let quantityIncrement { try InputCheck.within(1e-6...1e6, quantityIncrement, "quantityIncrement") }
    if let minimumQuantity { try InputCheck.within(0...1e6, minimumQuantity, "minimumQuantity") }
  }

  /// Makes rules that are known to be in order.
  init(
    unchecked name: String, effective: LocalDate? = nil, source: String, segmentLimit: Int? = nil,
    countsSidesApart: Bool = false, floor: Double? = nil, cap: Double? = nil, priceIncrement: Double? = nil,
    quantityIncrement: Double? = nil, minimumQuantity: Double? = nil, allowsSelfSchedule: Bool = true,
    allowsStateBounds: Bool = false
  ) {
    self.name = name
    self.effective = effective
    self.source = source
    self.segmentLimit = segmentLimit
    self.countsSidesApart = countsSidesApart
    self.floor = floor
    self.cap = cap
    self.priceIncrement = priceIncrement
    self.quantityIncrement = quantityIncrement
    self.minimumQuantity = minimumQuantity
    self.allowsSelfSchedule = allowsSelfSchedule
    self.allowsStateBounds = allowsStateBounds
  }
}

extension BidRules {
  /// Reads rules.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for limits that the initialiser refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double? { try container.decodeIfPresent(Double.self, forKey: key) }
    try self.init(
      name: container.decode(String.self, forKey: .name),
      effective: container.decodeIfPresent(LocalDate.self, forKey: .effective),
      source: container.decode(String.self, forKey: .source),
      segmentLimit: container.decodeIfPresent(Int.self, forKey: .segmentLimit),
      countsSidesApart: container.decode(Bool.self, forKey: .countsSidesApart), floor: number(.floor),
      cap: number(.cap), priceIncrement: number(.priceIncrement), quantityIncrement: number(.quantityIncrement),
      minimumQuantity: number(.minimumQuantity),
      allowsSelfSchedule: container.decode(Bool.self, forKey: .allowsSelfSchedule),
      allowsStateBounds: container.decode(Bool.self, forKey: .allowsStateBounds))
  }
}
