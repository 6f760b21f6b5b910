public import MarketData

/// What a market pays to the holders of congestion rights.
///
///     RightsSettlement.nyiso.pathSign            // -1: its congestion components are published with the sign turned
///     RightsSettlement(market: "ERCOT")          // settlement point prices, no components
///
/// PJM, MISO, SPP, ISO New England and CAISO pay the difference of the congestion components of day-ahead prices, sink less source. NYISO
/// publishes LBMP = energy + losses - congestion, so that the path pays source less sink of the published numbers. ERCOT publishes no
/// components: a path pays the difference of settlement point prices, which know no losses.
///
/// Source: the operators' manuals (PJM Manual 28, section 8; MISO BPM-004; SPP Market Protocols, section 8; ISO-NE Manual M-06; CAISO tariff,
/// section 36; NYISO Manual 3; ERCOT Nodal Protocols, section 7.9).
public struct RightsSettlement: Hashable, Sendable {
  /// The name of the market's right.
  public var name: String
  /// The price component that counts; `nil` for the whole price.
  public var component: PriceComponent?
  /// 1 where a path pays sink less source of the published numbers, -1 where the published component has its sign turned.
  public var pathSign: Double
  /// The currency.
  public var currency: Currency
  /// How much of a payment is made: 1 in full.
  public var funding: Double
  /// Whether what a holder of an obligation owes is cut by ``funding`` too; where rights are derated it is, where revenue falls short it is not.
  public var cutsCharges: Bool
  /// The zone whose months cash flows are counted by.
  public var zone: MarketTimeZone
  /// Days from the end of a month to its payment.
  public var paymentDays: Int

  /// Makes rules of settlement.
  public init(
    name: String, component: PriceComponent? = .congestion, pathSign: Double = 1, currency: Currency = .usd,
    funding: Double = 1, cutsCharges: Bool = false, zone: MarketTimeZone, paymentDays: Int = 0
  ) {
    self.name = name
    self.component = component
    self.pathSign = pathSign
    self.currency = currency
    self.funding = funding
    self.cutsCharges = cutsCharges
    self.zone = zone
    self.paymentDays = paymentDays
  }

  /// Financial transmission rights of PJM.
  public static let pjm = RightsSettlement(name: "PJM FTR", zone: .eastern)
  /// Financial transmission rights of MISO, on Eastern standard time.
  public static let miso = RightsSettlement(name: "MISO FTR", zone: .easternStandard)
  /// Transmission congestion rights of SPP.
  public static let spp = RightsSettlement(name: "SPP TCR", zone: .central)
  /// Financial transmission rights of ISO New England.
  public static let isoNewEngland = RightsSettlement(name: "ISO-NE FTR", zone: .eastern)
  /// Congestion revenue rights of CAISO.
  public static let caiso = RightsSettlement(name: "CAISO CRR", zone: .pacific)
  /// Transmission congestion contracts of NYISO, whose congestion components have their sign turned.
  public static let nyiso = RightsSettlement(name: "NYISO TCC", pathSign: -1, zone: .eastern)
  /// Congestion revenue rights of ERCOT, on settlement point prices.
  public static let ercot = RightsSettlement(name: "ERCOT CRR", component: nil, zone: .central)

  /// The rules of a market by its id: PJM, MISO, SPP, ISONE, CAISO, NYISO, ERCOT; `nil` for another.
  public init?(market: Market.ID) {
    switch market.rawValue {
    case "PJM": self = .pjm
    case "MISO": self = .miso
    case "SPP": self = .spp
    case "ISONE", "ISO-NE": self = .isoNewEngland
    case "CAISO": self = .caiso
    case "NYISO": self = .nyiso
    case "ERCOT": self = .ercot
    default: return nil
    }
  }

  /// The same rules for components whose sign makes price = energy + congestion + loss, as a connector of MarketData delivers them
  /// whatever the operator prints.
  public var normalised: RightsSettlement {
    var rules = self
    rules.pathSign = 1
    return rules
  }

  /// The same rules where payments are cut, as for derated rights or months whose revenue falls short.
  public func funded(_ share: Double, cutsCharges: Bool = false) -> RightsSettlement {
    var rules = self
    rules.funding = share
    rules.cutsCharges = cutsCharges
    return rules
  }

  /// What one MW is paid for an hour in which the published numbers of sink and source are these.
  func payment(sink: Double, source: Double, _ kind: CongestionRight.Kind) -> Double {
    let difference = pathSign * (sink - source)
    let due = kind == .option ? max(0, difference) : difference
    return due > 0 || cutsCharges ? funding * due : due
  }

  func check() throws(NodalError) {
    guard abs(pathSign) == 1, funding >= 0, funding <= 1 else {
      throw NodalError(
        .outOfRange, found: "a sign of \(pathSign) and a funding of \(funding)", expected: "1 or -1, and 0 to 1")
    }
  }
}
