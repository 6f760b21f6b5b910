/// Something that a market would refuse in a bid.
public struct BidFinding: Hashable, Sendable, Codable, CustomStringConvertible {
  /// What is wrong; new ones may be added.
  public struct Code: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    /// The code's name, stable between releases.
    public let rawValue: String

    /// Makes a code of a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name.
    public var description: String { rawValue }

    /// More steps than the market takes.
    public static let tooManySegments = Code(rawValue: "too-many-segments")
    /// Offers do not rise, or bids do not fall.
    public static let notMonotone = Code(rawValue: "not-monotone")
    /// Energy is offered for less than it is bid for.
    public static let crossed = Code(rawValue: "crossed")
    /// A price above the cap.
    public static let aboveCap = Code(rawValue: "above-cap")
    /// A price below the floor.
    public static let belowFloor = Code(rawValue: "below-floor")
    /// A price that is no multiple of its step.
    public static let priceIncrement = Code(rawValue: "price-increment")
    /// A power that is no multiple of its step.
    public static let quantityIncrement = Code(rawValue: "quantity-increment")
    /// Less power than the market takes.
    public static let belowMinimum = Code(rawValue: "below-minimum")
    /// A step without power, or with a negative one.
    public static let noPower = Code(rawValue: "no-power")
    /// Power at any price where the market takes none.
    public static let selfSchedule = Code(rawValue: "self-schedule")
    /// Bounds on the state of charge where the market takes none, or that the store cannot keep.
    public static let stateBounds = Code(rawValue: "state-bounds")
    /// More power than the store has.
    public static let beyondPower = Code(rawValue: "beyond-power")
  }

  /// The part of a bid.
  public enum Part: String, Hashable, Sendable, Codable {
    /// What is sold.
    case offers
    /// What is bought.
    case bids
    /// The bid as a whole.
    case bid
  }

  /// What is wrong.
  public let code: Code
  /// Where.
  public let part: Part
  /// The step, counted from 0, where it is one.
  public let index: Int?
  /// What was found.
  public let found: String
  /// What the market expects.
  public let expected: String

  init(_ code: Code, _ part: Part, _ index: Int? = nil, found: String, expected: String) {
    self.code = code
    self.part = part
    self.index = index
    self.found = found
    self.expected = expected
  }

  /// One line.
  public var description: String {
    "\(code) in \(part.rawValue)\(index.map { "[\($0)]" } ?? ""): found \(found), expected \(expected)"
  }
}

extension BidRules {
  /// All that the market would refuse, and with an asset what that could not do.
  ///
  /// - Complexity: O(steps).
  public func findings(of bid: MarketBid, asset: StorageAsset? = nil) -> [BidFinding] {
    var findings = self.findings(.offers, bid.offers) + self.findings(.bids, bid.bids)
    if let segmentLimit {
      let counts =
        countsSidesApart
        ? [(BidFinding.Part.offers, bid.offers.count), (.bids, bid.bids.count)]
        : [(.bid, bid.offers.count + bid.bids.count)]
      for (part, count) in counts where count > segmentLimit {
        findings.append(
          BidFinding(.tooManySegments, part, found: "\(count) steps", expected: "at most \(segmentLimit)"))
      }
    }
    if let offer = bid.offers.map(\.price).min(), let other = bid.bids.map(\.price).max(), offer < other {
      findings.append(
        BidFinding(.crossed, .bid, found: "an offer at \(offer)", expected: "at least \(other), the best bid"))
    }
    if bid.selfSchedule != 0 {
      if !allowsSelfSchedule {
        findings.append(
          BidFinding(.selfSchedule, .bid, found: "\(bid.selfSchedule) MW at any price", expected: "a price"))
      } else if let quantityIncrement, !Self.isMultiple(bid.selfSchedule, of: quantityIncrement) {
        findings.append(
          BidFinding(
            .quantityIncrement, .bid, found: "\(bid.selfSchedule) MW", expected: "a multiple of \(quantityIncrement)"))
      }
    }
    if bid.stateBounds != nil, !allowsStateBounds {
      findings.append(BidFinding(.stateBounds, .bid, found: "bounds on the state of charge", expected: "none"))
    }
    return asset.map { findings + Self.findings(of: bid, for: $0) } ?? findings
  }

  private func findings(_ part: BidFinding.Part, _ slices: [MarketBid.Slice]) -> [BidFinding] {
    var findings: [BidFinding] = []
    var before: Double?
    for (index, slice) in slices.enumerated() {
      func note(_ code: BidFinding.Code, _ found: String, _ expected: String) {
        findings.append(BidFinding(code, part, index, found: found, expected: expected))
      }
      if let before, part == .offers ? slice.price < before : slice.price > before {
        note(.notMonotone, "\(slice.price) after \(before)", part == .offers ? "rising prices" : "falling prices")
      }
      before = slice.price
      if let cap, slice.price > cap { note(.aboveCap, "\(slice.price)", "at most \(cap)") }
      if let floor, slice.price < floor { note(.belowFloor, "\(slice.price)", "at least \(floor)") }
      if let priceIncrement, !Self.isMultiple(slice.price, of: priceIncrement) {
        note(.priceIncrement, "\(slice.price)", "a multiple of \(priceIncrement)")
      }
      guard slice.power > 0 else {
        note(.noPower, "\(slice.power) MW", "a positive power")
        continue
      }
      if let quantityIncrement, !Self.isMultiple(slice.power, of: quantityIncrement) {
        note(.quantityIncrement, "\(slice.power) MW", "a multiple of \(quantityIncrement)")
      }
    }
    let total = slices.reduce(0) { $0 + $1.power }
    if let minimumQuantity, !slices.isEmpty, total < minimumQuantity * (1 - 1e-9) {
      findings.append(
        BidFinding(.belowMinimum, part, found: "\(total) MW", expected: "at least \(minimumQuantity) MW"))
    }
    return findings
  }

  private static func findings(of bid: MarketBid, for asset: StorageAsset) -> [BidFinding] {
    var findings: [BidFinding] = []
    let limits: [(BidFinding.Part, [MarketBid.Slice], Double, Double)] = [
      (.offers, bid.offers, max(0, bid.selfSchedule), asset.greatestDischargePower),
      (.bids, bid.bids, max(0, -bid.selfSchedule), asset.greatestChargePower),
    ]
    for (part, slices, scheduled, limit) in limits {
      let power = slices.reduce(scheduled) { $0 + max(0, $1.power) }
      guard power > limit * (1 + 1e-9) else { continue }
      findings.append(BidFinding(.beyondPower, part, found: "\(power) MW", expected: "at most \(limit) MW"))
    }
    if let bounds = bid.stateBounds,
      bounds.lowerBound < asset.window.lowerBound || bounds.upperBound > asset.window.upperBound
    {
      findings.append(
        BidFinding(.stateBounds, .bid, found: "\(bounds) MWh", expected: "a part of \(asset.window) MWh"))
    }
    return findings
  }

  /// Whether a number is a multiple of a step, to a part in a million of it.
  static func isMultiple(_ value: Double, of step: Double) -> Bool {
    guard step > 0 else { return true }
    let count = value / step
    return abs(count - count.rounded()) <= 1e-6
  }
}
