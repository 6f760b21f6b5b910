/// Something that a ``SetPointController`` is told.
public enum ControlEvent: Hashable, Sendable {
  /// What the plant measures now: stored energy in MWh, and net power at the meter in MW, positive while it discharges.
  ///
  /// NaN where the meter is silent.
  case telemetry(stored: Double, power: Double)
  /// The prices that hold from now on: what a MWh costs and what it brings, charges in them; NaN where there is none.
  case price(buy: Double, sell: Double)
  /// The service power that the operator may call for from now on, MW up (more discharge) and down.
  case award(up: Double, down: Double)
  /// How much of the awarded power is called for now: from -1, all of it down, to 1, all of it up.
  case regulation(Double)
  /// The part of the power that is there from now on, 0 to 1: an outage is 0, a derating between.
  case availability(charge: Double, discharge: Double)
  /// Time has passed, nothing else.
  case tick

  /// One price for buying and selling.
  public static func price(_ price: Double) -> ControlEvent { .price(buy: price, sell: price) }
}
