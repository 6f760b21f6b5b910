/// A store that sells services beside energy: a ``DispatchProblem`` with the services that are offered.
///
///     let problem = try ServiceProblem(energy, offers: [ServiceOffer(regulationUp, prices: upPrices)])
///     let schedule = try problem.optimised()
///     schedule.revenue["reg_up"]              // capacity, mileage, and the energy that calls deliver
///     schedule.awards.first?.power            // MW in each step
///
/// Energy that calls deliver is settled at the step's selling price, energy that they draw at its buying price, in the service's
/// bucket; what calls deliver wears the store at its throughput cost, in the bucket of degradation.
public struct ServiceProblem: Hashable, Sendable {
  /// When energy for a sustained call must be in the store.
  public enum Reservation: String, Hashable, Sendable, Codable, CaseIterable {
    /// When the step begins and when it ends, so that a call at any time within it can be sustained.
    case sustained
    /// When the step begins only: the plainer rule of many published models.
    case compatibility
  }

  /// The store with its energy prices.
  public let dispatch: DispatchProblem
  /// What it may sell.
  public let offers: [ServiceOffer]
  /// When energy for a sustained call must be in the store.
  public let reservation: Reservation

  /// Makes a problem.
  ///
  /// - Throws: `countMismatch`, `notFinite` or `outOfRange` with the service and index; `mismatch` for two services of one name,
  ///   or one named as a bucket of every schedule.
  public init(
    _ dispatch: DispatchProblem, offers: [ServiceOffer], reservation: Reservation = .sustained
  ) throws(StorageError) {
    var names: Set<String> = [Revenue.energy, Revenue.degradation, Revenue.auxiliary, Revenue.terminal]
    for (index, offer) in offers.enumerated() {
      try offer.check(count: dispatch.count)
      guard names.insert(offer.service.name).inserted else {
        throw StorageError(
          .mismatch, field: "services", found: "\(offer.service.name) twice, or a bucket of every schedule",
          expected: "a name of its own", index: index)
      }
    }
    self.dispatch = dispatch
    self.offers = offers
    self.reservation = reservation
  }

  /// The most that may be awarded of an offer in a step, MW, whatever else the store does there.
  ///
  /// Unless the service names another limit, the power in its direction. A store that charges can give up power by drawing less,
  /// so that a service with a higher limit may be awarded both powers together.
  func greatestAward(_ offer: ServiceOffer, at index: Int) -> Double {
    let (down, up) = (dispatch.chargeLimit(at: index), dispatch.dischargeLimit(at: index))
    let own = offer.service.direction == .both ? min(up, down) : offer.service.direction == .up ? up : down
    let limit = min(offer.service.maximumAward ?? own, down + up)
    return offer.limits.isEmpty ? limit : min(limit, offer.limits[index])
  }

  /// The energy taken out of the store for each MWh that calls deliver.
  var energyOfCallUp: Double { 1 / efficiencies.discharge }

  /// The energy that reaches the store for each MWh that calls draw.
  var energyOfCallDown: Double { efficiencies.charge }

  /// The efficiencies that calls are reckoned with: at full power, where they depend on it.
  private var efficiencies: (charge: Double, discharge: Double) {
    let asset = dispatch.asset
    func at(_ power: Double, _ constant: Double?, _ value: (Double) -> Double) -> Double {
      constant ?? (power > 0 ? value(power) : 1)
    }
    return (
      at(asset.chargePower, asset.chargeEfficiency.constant) {
        asset.chargeEfficiency.stored(charging: $0) / $0
      },
      at(asset.dischargePower, asset.dischargeEfficiency.constant) {
        $0 / asset.dischargeEfficiency.taken(discharging: $0)
      }
    )
  }
}
