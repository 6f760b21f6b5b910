extension DataMinerLayout {
  /// Load, generation and flows: measured and expected.
  static let quantities: [DataMinerLayout] = loads + loadForecasts + generation + generationForecasts + flows

  private static let loads: [DataMinerLayout] = [
    // Readings of a moment, up to a second off the five minutes: instants, not intervals.
    DataMinerLayout(
      "inst_load", "Instantaneous Load", product: .power(.load, .actual, "instantaneous"), seconds: 0, cadence: 300,
      publication: .afterInterval(seconds: 300), place: .named(column: "area", kind: .area),
      form: .measures([Measure("instantaneous_load", .power(.load, .actual, "instantaneous"))]), length: .reading),
    // MWh of an hour are the average MW of that hour. Values are restated for up to 90 days.
    DataMinerLayout(
      "hrl_load_metered", "Hourly Load: Metered", product: .power(.load, .actual), seconds: 3600, cadence: 86_400,
      publication: .daysAfter(4, in: .eastern), place: .named(column: "load_area", kind: .area),
      form: .measures([Measure("mw", .power(.load, .actual))]), verified: "is_verified"),
    DataMinerLayout(
      "hrl_load_prelim", "Hourly Load: Preliminary", product: .power(.load, .actual, "preliminary"), seconds: 3600,
      cadence: 86_400, publication: .daysAfter(1, hour: 12, in: .eastern),
      place: .named(column: "load_area", kind: .area),
      form: .measures([Measure("prelim_load_avg_hourly", .power(.load, .actual, "preliminary"))])),
    DataMinerLayout(
      "hrl_load_estimated", "Hourly Load: Estimated", product: .power(.load, .actual, "estimated"), seconds: 3600,
      cadence: 86_400, publication: .daysAfter(4, in: .eastern), place: .named(column: "load_area", kind: .area),
      form: .measures([Measure("estimated_load_hourly", .power(.load, .actual, "estimated"))])),
  ]

  // PJM says of `evaluated_at` that a forecast was generated and made available then: it is the publication time.
  private static let loadForecasts: [DataMinerLayout] = [
    DataMinerLayout(
      "load_frcstd_7_day", "Seven-Day Load Forecast", product: .power(.loadForecast, .forecast), seconds: 3600,
      cadence: 3600, publication: .afterInterval(seconds: 0), begin: "forecast_datetime_beginning",
      issued: "evaluated_at_datetime", place: .named(column: "forecast_area", kind: .area),
      form: .measures([Measure("forecast_load_mw", .power(.loadForecast, .forecast))])),
    DataMinerLayout(
      "load_frcstd_hist", "Historical Load Forecasts", product: .power(.loadForecast, .forecast), seconds: 3600,
      cadence: 86_400, publication: .afterInterval(seconds: 0), begin: "forecast_hour_beginning",
      issued: "evaluated_at", place: .named(column: "forecast_area", kind: .area),
      form: .measures([Measure("forecast_load_mw", .power(.loadForecast, .forecast))])),
    DataMinerLayout(
      "very_short_load_frcst", "Five Minute Load Forecast", product: .power(.loadForecast, .forecast, "five-minute"),
      seconds: 300, cadence: 300, publication: .afterInterval(seconds: 0), begin: "forecast_datetime_beginning",
      issued: "evaluated_at", place: .named(column: "forecast_area", kind: .area),
      form: .measures([Measure("forecast_load_mw", .power(.loadForecast, .forecast, "five-minute"))])),
  ]

  private static let generation: [DataMinerLayout] = [
    DataMinerLayout(
      "gen_by_fuel", "Generation by Fuel Type", product: .power(.generation, .actual), seconds: 3600, cadence: 3600,
      publication: .afterInterval(seconds: 3600), place: .system, label: "fuel_type",
      form: .measures([
        Measure("mw", .power(.generation, .actual)),
        Measure(
          "fuel_percentage_of_total", Product(kind: "generation-share", run: .actual, unit: .quantity(.percent))),
      ])),
    renewable("wind_gen", "Wind Generation", "wind_generation_mw", "Wind"),
    renewable("solar_gen", "Solar Generation", "solar_generation_mw", "Solar"),
  ]

  private static func renewable(
    _ name: String, _ title: String, _ column: String, _ fuel: String
  ) -> DataMinerLayout {
    DataMinerLayout(
      name, title, product: .power(.generation, .actual, fuel), seconds: 3600, cadence: 3600,
      publication: .afterInterval(seconds: 3600), place: .named(column: "area", kind: .area),
      form: .measures([Measure(column, .power(.generation, .actual, fuel))]))
  }

  private static let generationForecasts: [DataMinerLayout] = [
    forecast("hourly_wind_power_forecast", "Hourly Wind Power Forecast", 3600, [("wind_forecast_mwh", "Wind")]),
    forecast(
      "hourly_solar_power_forecast", "Hourly Solar Power Forecast", 3600,
      [("solar_forecast_mwh", "Solar"), ("solar_forecast_btm_mwh", "Solar behind the meter")]),
    forecast("five_min_wind_power_forecast", "Five Minute Wind Power Forecast", 300, [("wind_forecast_mwh", "Wind")]),
    forecast(
      "five_min_solar_power_forecast", "Five Minute Solar Power Forecast", 300,
      [("solar_forecast_mwh", "Solar"), ("solar_forecast_btm_mwh", "Solar behind the meter")]),
  ]

  /// The columns say MWh; the numbers are average MW of the interval, hourly and five-minute alike.
  private static func forecast(
    _ name: String, _ title: String, _ seconds: Int64, _ columns: [(column: String, fuel: String)]
  ) -> DataMinerLayout {
    DataMinerLayout(
      name, title, product: .power(.generationForecast, .forecast, columns.first?.fuel ?? ""), seconds: seconds,
      cadence: seconds, publication: .afterInterval(seconds: 0), issued: "evaluated_at", place: .system,
      form: .measures(columns.map { Measure($0.column, .power(.generationForecast, .forecast, $0.fuel)) }),
      length: .stated)
  }

  private static let flows: [DataMinerLayout] = [
    DataMinerLayout(
      "act_sch_interchange", "Actual/Schedule Summary Report", product: .power(.flow, .actual, "actual"),
      seconds: 3600, cadence: 86_400, publication: .daysAfter(1, hour: 12, in: .eastern),
      place: .named(column: "tie_line", kind: .interface),
      form: .measures([
        Measure("actual_flow", .power(.flow, .actual, "actual")),
        Measure("sched_flow", .power(.flow, .actual, "scheduled")),
        Measure("inadv_flow", .power(.flow, .actual, "inadvertent")),
      ])),
    DataMinerLayout(
      "five_min_tie_flows", "Five Minute Tie Flows", product: .power(.flow, .actual, "actual"), seconds: 300,
      cadence: 300, publication: .afterInterval(seconds: 300),
      place: .named(column: "tie_flow_name", kind: .interface),
      form: .measures([
        Measure("actual_mw", .power(.flow, .actual, "actual")),
        Measure("scheduled_mw", .power(.flow, .actual, "scheduled")),
      ])),
    DataMinerLayout(
      "da_interface_flows_and_limits", "Day-Ahead Interface Flows and Limits", product: .power(.flow, .dayAhead),
      seconds: 3600, cadence: 86_400, publication: .dayBefore(hour: 13, minute: 30, in: .eastern),
      place: .named(column: "interface_limit_name", kind: .interface),
      form: .measures([
        Measure("flow_mw", .power(.flow, .dayAhead)),
        Measure("limit_mw", Product(kind: "flow-limit", run: .dayAhead, unit: .quantity(.megawatt))),
      ])),
  ]
}
