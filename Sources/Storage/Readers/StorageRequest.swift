public import MarketData

/// A store with what it may sell, as a JSON text has it.
///
///     {"powerMW": 100, "energyMWh": 400, "chargeEfficiency": 0.92, "dischargeEfficiency": 0.92, "throughputCost": 4,
///      "cyclic": true, "reservation": "sustained",
///      "services": [{"name": "reg_up", "direction": "up", "deployment": 0.15, "durationHours": 1}]}
///
/// Needed are `powerMW` and `energyMWh`. What else may stand there, with its default:
///
/// - `name` (storage), `dischargePowerMW` (`powerMW`), `minimumEnergyMWh` (0) and `maximumEnergyMWh` (`energyMWh`),
///   `chargeEfficiency` and `dischargeEfficiency` (1; or an array of `{"power": 50, "efficiency": 0.95}`), `selfDischarge`
///   (0, a part per hour), `auxiliaryLoadMW` (0), `rampMWPerHour`, `minimumChargeMW`, `minimumDischargeMW`, `importLimitMW`,
///   `exportLimitMW`, `throughputCost` (0, per MWh discharged), `cyclesPerDay`, `cyclesPerYear`, `dischargePerDayMWh`,
///   `dischargePerYearMWh` (at the meter);
/// - `cyclic` (true): the last step ends with the energy that the first begins with, whatever is best; else `initialEnergyMWh`
///   (the least) and one of `terminalEnergyMWh` and `terminalPrice` (nothing);
/// - `spread`, `importFee`, `exportFee` (0, per MWh), `importTax`, `exportTax` (0, parts of a positive price), `reservation`
///   (`sustained`; or `compatibility`);
/// - `services`, each with `name`, `direction` (`up`, `down`, `both`), `durationHours` (1), `deployment` (0), `mileage` (0),
///   `minimumAwardMW`, `maximumAwardMW`, `minimumDurationHours`, `group`.
///
/// Keys that are not known are refused with their line, since a misspelt limit would be a limit that is not there.
public struct StorageRequest: Hashable, Sendable {
  /// The store.
  public var asset: StorageAsset
  /// What is in the store at the beginning.
  public var initial: InitialState
  /// What the energy left at the end is worth.
  public var terminal: TerminalValue
  /// What the market charges.
  public var charges: MarketCharges
  /// When energy for calls must be in the store.
  public var reservation: ServiceProblem.Reservation
  /// What may be sold.
  public var services: [AncillaryService]

  /// Puts a request together.
  public init(
    asset: StorageAsset, initial: InitialState = .cyclic, terminal: TerminalValue = .none,
    charges: MarketCharges = .none, reservation: ServiceProblem.Reservation = .sustained,
    services: [AncillaryService] = []
  ) {
    self.asset = asset
    self.initial = initial
    self.terminal = terminal
    self.charges = charges
    self.reservation = reservation
    self.services = services
  }

  /// Reads a request.
  ///
  /// - Parameters:
  ///   - json: The bytes of the text.
  ///   - source: The name that errors give to it.
  ///   - limits: What bounds its size and nesting.
  /// - Throws: `ParseError` with the line and field; `outOfRange` for figures that make no store or service.
  /// - Complexity: O(bytes).
  public init(json: [UInt8], source: String? = nil, limits: Limits = .default) throws(ParseError) {
    var reader = StorageRequestReader(source: source, limits: limits)
    self = try reader.read(json.span)
  }

  /// The columns of prices that ``problem(_:steps:)`` needs: `energy` and one for each service.
  public var priceColumns: [String] { [PriceTable.energy] + services.map(\.name) }

  /// The problem of this store under a table of prices.
  ///
  /// - Parameters:
  ///   - prices: A column `energy`, and one for each service by its name.
  ///   - steps: As many as the table has rows.
  /// - Throws: `unknownName` for a column that is not there; as ``DispatchProblem`` and ``ServiceProblem``.
  public func problem(_ prices: PriceTable, steps: DispatchSteps) throws(StorageError) -> ServiceProblem {
    let energy = try DispatchProblem(
      asset, steps: steps, prices: prices.column(PriceTable.energy), charges: charges, initial: initial,
      terminal: terminal)
    var offers: [ServiceOffer] = []
    for service in services { offers.append(ServiceOffer(service, prices: try prices.column(service.name))) }
    return try ServiceProblem(energy, offers: offers, reservation: reservation)
  }
}
