import MarketData

/// Rules of markets, each as the sources have it from its date of effect on; a later rule is a host's own value.
extension BidRules {
  /// Energy of a non-generator resource in California: ten segments from full charge to full discharge, bounds on the
  /// state of charge at the end of an hour in the real-time market.
  ///
  /// Bids above 1,000 USD/MWh need costs that were verified, up to 2,000, or a rule that lifts the cap for storage in
  /// real time, as the tariff has had since 2024: see ``caisoVerified``.
  public static let caiso = BidRules(
    unchecked: "CAISO energy, non-generator resource", effective: LocalDate(year: 2021, month: 3, day: 20),
    source: """
      CAISO, market notice of 17 March 2021 (FERC Order No. 831 from trade date 20 March 2021: soft cap of 1,000 \
      USD/MWh); CAISO Business Practice Manual for Market Instruments, section 5 (ten segments, rising); FERC, \
      approval of December 2013 (floor of -150 USD/MWh); FERC, order of 26 October 2021 (bounds on the state of \
      charge)
      """, segmentLimit: 10, floor: -150, cap: 1000, allowsStateBounds: true)

  /// As ``caiso``, for a resource whose costs above the soft cap were verified.
  public static let caisoVerified = BidRules(
    unchecked: "CAISO energy, verified costs", effective: LocalDate(year: 2021, month: 3, day: 20),
    source: """
      CAISO, market notice of 17 March 2021 (FERC Order No. 831: hard cap of 2,000 USD/MWh); CAISO tariff amendment of \
      31 May 2024, docket ER24-2168 (storage above the soft cap in real time); else as CAISO energy
      """, segmentLimit: 10, floor: -150, cap: 2000, allowsStateBounds: true)

  /// Energy in Texas: ten points, from −250 USD/MWh to the system-wide offer cap of 5,000; from 5 December 2025 on,
  /// that is the cap of the day-ahead market alone (``ercotRealTime``).
  ///
  /// When prices have been at the cap for 12 hours within 24, it falls to 2,000 for a time (emergency pricing).
  public static let ercot = BidRules(
    unchecked: "ERCOT energy offer curve", effective: LocalDate(year: 2022, month: 1, day: 1),
    source: """
      Public Utility Commission of Texas, 2 December 2021, project 52631, and ERCOT, market notice of 7 December 2021 \
      (cap of 5,000 USD/MWh from 2022 on); ERCOT Nodal Protocols section 4.4.9.3 and day-ahead offers disclosed for \
      7 December 2025 (at most ten pairs, floor of -250 USD/MWh)
      """, segmentLimit: 10, floor: -250, cap: 5000)

  /// Energy in Texas in real time, co-optimised with reserves: as ``ercot``, with a cap of 2,000 USD/MWh.
  ///
  /// The cap is one of offers: prices may rise above it, up to the value of lost load, when reserves are short.
  public static let ercotRealTime = BidRules(
    unchecked: "ERCOT energy offer curve, real time", effective: LocalDate(year: 2025, month: 12, day: 5),
    source: """
      Yes Energy, questions and answers on ERCOT's real-time co-optimisation, 2025 (real-time offer cap of 2,000 \
      USD/MWh from its start on 5 December 2025); else as the ERCOT energy offer curve
      """, segmentLimit: 10, floor: -250, cap: 2000)

  /// Energy in PJM: up to 1,000 USD/MWh; more with verified costs.
  ///
  /// How many segments an offer may have is for the host to give.
  public static let pjm = BidRules(
    unchecked: "PJM energy offer", effective: LocalDate(year: 2018, month: 4, day: 12),
    source: """
      PJM, Energy Offer Verification (FERC Order No. 831 from 12 April 2018: 1,000 USD/MWh without verified costs, at \
      most 2,000 for prices)
      """, cap: 1000)

  /// The day-ahead auction of EPEX SPOT: 256 points of one decimal each, −500 to 4,000 EUR/MWh.
  ///
  /// The maximum rises by rule. Under that of 2017 it rose by 1,000 five weeks after prices had come to 60 % of it; so
  /// it came to 4,000 after 2,987.78 EUR/MWh in France for 4 April 2022. The next such step, to 5,000, was announced on
  /// 23 August 2022 and suspended; the rule in force since 11 January 2023 has fewer and smaller steps, and may lower
  /// the minimum too. A host that bids checks the limits of the day.
  public static let epexDayAhead = BidRules(
    unchecked: "EPEX SPOT day-ahead auction", effective: LocalDate(year: 2022, month: 5, day: 10),
    source: """
      EPEX SPOT, day-ahead auction in the Netherlands and Belgium, product page (2 to 256 pairs, prices and quantities \
      with one decimal, minimum of -500 EUR/MWh); NEMO Committee, harmonised maximum of 4,000 EUR/MWh from 10 May \
      2022, confirmed on 13 September 2022
      """, segmentLimit: 256, floor: -500, cap: 4000, priceIncrement: 0.1, quantityIncrement: 0.1,
    minimumQuantity: 0.1)

  /// Energy of a bidirectional unit in Australia's national market: ten bands for each direction, −1,000 to 17,500
  /// AUD/MWh.
  ///
  /// The market price cap is indexed each July: this is that of the financial year 2024-25.
  public static let nem2024 = BidRules(
    unchecked: "NEM energy, bidirectional unit, 2024-25", effective: LocalDate(year: 2024, month: 7, day: 1),
    source: """
      AEMC, schedule of reliability settings 2024-25 (market price cap of 17,500 AUD/MWh, floor of -1,000); \(bands)
      """, segmentLimit: 10, countsSidesApart: true, floor: -1000, cap: 17_500)

  /// As ``nem2024``, in the financial year 2025-26: up to 20,300 AUD/MWh.
  public static let nem2025 = BidRules(
    unchecked: "NEM energy, bidirectional unit, 2025-26", effective: LocalDate(year: 2025, month: 7, day: 1),
    source: """
      AEMC, schedule of reliability settings 2025-26 (market price cap of 20,300 AUD/MWh, floor of -1,000); \(bands)
      """, segmentLimit: 10, countsSidesApart: true, floor: -1000, cap: 20_300)

  private static let bands =
    "AEMO, technical specification of June 2024 (ten price bands for each direction of a bidirectional unit)"
}
