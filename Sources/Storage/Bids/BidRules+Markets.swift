import MarketData

extension BidRules {
  /// Energy of a non-generator resource in California: ten segments from full charge to full discharge, bounds on the state of charge at
  /// the end of an hour in the real-time market.
  ///
  /// Bids above 1,000 USD/MWh need costs that were verified, up to 2,000: see ``caisoVerified``.
  public static let caiso = BidRules(
    unchecked: "CAISO energy, non-generator resource",
    source: """
      CAISO Business Practice Manual for Market Instruments, section 5 and attachment A (ten segments, rising); CAISO tariff \
      section 39.6.1 (floor of -150 USD/MWh, soft cap of 1,000 USD/MWh); FERC Order No. 831 (2016); Energy Storage and \
      Distributed Energy Resources phase 4, final proposal (2020), for bounds on the state of charge
      """, segmentLimit: 10, floor: -150, cap: 1000, allowsStateBounds: true)

  /// As ``caiso``, for a resource whose costs above the soft cap were verified.
  public static let caisoVerified = BidRules(
    unchecked: "CAISO energy, verified costs",
    source: "FERC Order No. 831 (2016): hard cap of 2,000 USD/MWh; else as CAISO energy",
    segmentLimit: 10, floor: -150, cap: 2000, allowsStateBounds: true)

  /// Energy in Texas: ten points, from −250 USD/MWh to the system-wide offer cap of 5,000.
  public static let ercot = BidRules(
    unchecked: "ERCOT energy offer curve", effective: LocalDate(year: 2022, month: 1, day: 1),
    source: """
      ERCOT Nodal Protocols section 4.4.9.3 (at most ten pairs, neither price nor quantity falling, floor of -250 USD/MWh); Public Utility \
      Commission of Texas, project 52631 (offer cap of 5,000 USD/MWh from 2022 on)
      """, segmentLimit: 10, floor: -250, cap: 5000)

  /// Energy in PJM: ten segments up to 1,000 USD/MWh; more with verified costs.
  public static let pjm = BidRules(
    unchecked: "PJM energy offer",
    source: "PJM Manual 11, section 2 (ten segments); FERC Order No. 831 (2016): 1,000 USD/MWh without verified costs",
    segmentLimit: 10, cap: 1000)

  /// The day-ahead auction of EPEX SPOT: 256 points of one decimal each, −500 to 4,000 EUR/MWh.
  public static let epexDayAhead = BidRules(
    unchecked: "EPEX SPOT day-ahead auction", effective: LocalDate(year: 2022, month: 5, day: 10),
    source: """
      EPEX SPOT, day-ahead auction in the Netherlands and Belgium, product page (2 to 256 pairs, prices and quantities with one decimal, \
      minimum of -500 EUR/MWh); NEMO Committee, harmonised maximum of 4,000 EUR/MWh from 10 May 2022
      """, segmentLimit: 256, floor: -500, cap: 4000, priceIncrement: 0.1, quantityIncrement: 0.1,
    minimumQuantity: 0.1)

  /// Energy of a bidirectional unit in Australia's national market: ten bands for each direction, −1,000 to 17,500 AUD/MWh.
  ///
  /// The market price cap is indexed each July: this is that of the financial year 2024-25.
  public static let nem2024 = BidRules(
    unchecked: "NEM energy, bidirectional unit, 2024-25", effective: LocalDate(year: 2024, month: 7, day: 1),
    source: """
      AEMC, National Electricity Rules clause 3.8.6 (ten price bands for each direction of a bidirectional unit), clause 3.9.6 (floor of -1,000 \
      AUD/MWh); AEMC, schedule of reliability settings 2024-25 (market price cap of 17,500 AUD/MWh)
      """, segmentLimit: 10, countsSidesApart: true, floor: -1000, cap: 17_500)
}
