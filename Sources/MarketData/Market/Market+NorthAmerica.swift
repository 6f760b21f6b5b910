extension Market {
  /// Midcontinent ISO: settlement labels stay on Eastern Standard Time all year.
  public static let miso = Market(
    id: "MISO", name: "MISO", operatorName: "Midcontinent Independent System Operator",
    timeZone: .eastern, settlementTimeZone: .easternStandard, currency: .usd,
    gateClosures: [GateClosure(run: .dayAhead, daysBefore: 1, hour: 10, minute: 30)])

  /// California ISO, on Pacific prevailing time.
  public static let caiso = Market(
    id: "CAISO", name: "CAISO", operatorName: "California Independent System Operator",
    timeZone: .pacific, currency: .usd,
    gateClosures: [GateClosure(run: .dayAhead, daysBefore: 1, hour: 10)])

  /// PJM Interconnection, on Eastern prevailing time.
  public static let pjm = Market(
    id: "PJM", name: "PJM", operatorName: "PJM Interconnection",
    timeZone: .eastern, currency: .usd,
    gateClosures: [GateClosure(run: .dayAhead, daysBefore: 1, hour: 11)])

  /// Electric Reliability Council of Texas, on Central prevailing time; real-time energy settles on quarter-hours.
  public static let ercot = Market(
    id: "ERCOT", name: "ERCOT", operatorName: "Electric Reliability Council of Texas",
    timeZone: .central, currency: .usd,
    settlement: SettlementConventions(realTimeSettlementSeconds: 900),
    gateClosures: [GateClosure(run: .dayAhead, daysBefore: 1, hour: 10)])
}
