extension DataMinerLayout {
  /// The feeds of locational marginal prices.
  ///
  /// Columns: the feeds' definitions on dataminer2.pjm.com and files of 2019 to 2026.
  static let prices: [DataMinerLayout] = [
    DataMinerLayout(
      "da_hrl_lmps", "Day-Ahead Hourly LMPs", product: .energy(.dayAhead), seconds: 3600, cadence: 86_400,
      // The day-ahead auction clears by 13:30 on the day before.
      publication: .dayBefore(hour: 13, minute: 30, in: .eastern), place: .node(name: "pnode_name"),
      form: .prices(suffix: "da", total: "total_lmp_da")),
    DataMinerLayout(
      "rt_hrl_lmps", "Real-Time Hourly LMPs", product: .energy(.realTime), seconds: 3600, cadence: 86_400,
      // Verified on business days before noon: Friday's prices, the latest, come on Monday.
      publication: .daysAfter(3, hour: 12, in: .eastern), place: .node(name: "pnode_name"),
      form: .prices(suffix: "rt", total: "total_lmp_rt"), fiveMinuteTwin: "rt_fivemin_hrl_lmps"),
    DataMinerLayout(
      "rt_fivemin_hrl_lmps", "Real-Time Five Minute LMPs", product: .energy(.realTime), seconds: 300,
      cadence: 86_400, publication: .daysAfter(3, hour: 12, in: .eastern), place: .node(name: "pnode_name"),
      form: .prices(suffix: "rt", total: "total_lmp_rt")),
    DataMinerLayout(
      "rt_fivemin_mnt_lmps", "Settlements Verified Five Minute LMPs", product: .energy(.realTime), seconds: 300,
      // Posted once a month, after the month has been settled.
      cadence: 2_592_000, publication: .daysAfter(45, in: .eastern), place: .node(name: "pnode_name"),
      form: .prices(suffix: "rt", total: "total_lmp_rt")),
    DataMinerLayout(
      "rt_unverified_hrl_lmps", "Real-Time Unverified Hourly LMPs", product: .energy(.realTimePreliminary),
      // Posted hourly, shortly after the hour.
      seconds: 3600, cadence: 3600, publication: .afterInterval(seconds: 900), place: .node(name: "pnode_name"),
      form: .prices(suffix: "rt", total: "total_lmp_rt"), fiveMinuteTwin: "rt_unverified_fivemin_lmps"),
    DataMinerLayout(
      "rt_unverified_fivemin_lmps", "Real-Time Unverified Five Minute LMPs",
      product: .energy(.realTimePreliminary), seconds: 300,
      // Posted every five minutes.
      cadence: 300, publication: .afterInterval(seconds: 300), place: .node(name: "pnode_name"),
      form: .prices(suffix: "rt", total: "total_lmp_rt")),
    // The column `hourly_lmp` holds the price of the hour before, which rt_unverified_hrl_lmps has as well: not read.
    DataMinerLayout(
      "unverified_five_min_lmps", "Unverified Five Minute LMPs", product: .energy(.realTimePreliminary),
      seconds: 300, cadence: 300, publication: .afterInterval(seconds: 300), place: .node(name: "name"),
      form: .prices(suffix: "", total: "five_min_rtlmp")),
  ]
}
