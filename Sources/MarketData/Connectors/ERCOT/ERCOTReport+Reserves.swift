extension ERCOTReport {
  /// Prices and quantities of ancillary services.
  static let reserves: [ERCOTReport] = [
    ERCOTReport(
      "np4-188-cd", "DAM Clearing Prices for Capacity", .ancillaryService("", .dayAhead), seconds: 3600,
      cadence: 86_400, lag: dayAheadLag, type: 12329, endpoint: "np4-188-cd/dam_clear_price_for_cap",
      [
        .long(
          ["deliverydate", "hourending", "ancillarytype", "mcpc"],
          ERCOTLongRows(
            value: "mcpc", product: .ancillaryService("", .dayAhead), productColumn: "ancillarytype", place: .system))
      ]),
    ERCOTReport(
      "np6-331-cd", "Real-Time Clearing Prices for Capacity for 15-Minute Settlement Interval",
      .ancillaryService("", .realTime), seconds: 900, cadence: 900, lag: settlementLag, type: 24898,
      endpoint: "np6-331-cd/rt_clear_price_cap",
      [
        .long(
          ["deliverydate", "deliveryhour", "deliveryinterval", "astype", "mcpc"],
          ERCOTLongRows(
            value: "mcpc", product: .ancillaryService("", .realTime), productColumn: "astype", place: .system))
      ]),
    ERCOTReport(
      "np6-332-cd", "Real-Time Clearing Prices for Capacity by SCED Interval", .ancillaryService("", .realTime),
      seconds: 0, cadence: 300, lag: dispatchLag, type: 24891, endpoint: "np6-332-cd/rt_clear_price_cap_sced",
      span: .dispatchRun,
      [
        .long(
          ["scedtimestamp", "astype", "mcpc"],
          ERCOTLongRows(
            value: "mcpc", product: .ancillaryService("", .realTime), productColumn: "astype", place: .system))
      ]),
    ERCOTReport(
      "np3-911-er", "2-Day Ancillary Services Reports",
      Product.power(.ancillaryServiceQuantity, .dayAhead), seconds: 3600, cadence: 86_400,
      // Archives were posted shortly after three in the morning, two days after the operating day.
      lag: .daysAfter(2, hour: 4, in: .central), type: 13057,
      prefixes: ["2d_agg_as_offers", "2d_agg_dam_as_offers", "2d_cleared_dam_as", "2d_self_arranged_as", "np3-911-er"],
      [
        .wide(
          ["deliverydate", "hourending"], matching: { $0.hasPrefix(cleared) },
          ERCOTWideRows(place: .system) { name in
            service(name, after: cleared).map {
              ERCOTCell(.power(.ancillaryServiceQuantity, .dayAhead, $0 + " cleared"))
            }
          }),
        .wide(
          ["deliverydate", "hourending"], matching: { $0.hasPrefix(selfArranged) },
          ERCOTWideRows(place: .system) { name in
            service(name, after: selfArranged).map {
              ERCOTCell(.power(.ancillaryServiceQuantity, .dayAhead, $0 + " self-arranged"))
            }
          }),
        .wide(
          ["deliverydate", "hourending", "mwoffered"], matching: { $0.hasSuffix(offerPrice) },
          ERCOTWideRows(place: .system) { name in
            guard name.hasSuffix(offerPrice) else { return nil }
            let text = String(name.dropLast(offerPrice.count))
            var cell = ERCOTCell(
              Product(
                kind: .offer, run: .dayAhead, name: text.isEmpty ? "%" : ERCOTServices.code(text),
                unit: .price(.usd, per: .megawattOfCapacityHour)))
            cell.quantity = "mwoffered"
            return cell
          }),
      ]),
  ]

  private static let cleared = "totalclearedas"
  private static let selfArranged = "totalselfarrangedas"
  private static let offerPrice = "offerprice"

  /// The service that a column's name ends in; the placeholder where the name of the file must tell; `nil` for other columns.
  private static func service(_ name: String, after prefix: String) -> String? {
    guard name.hasPrefix(prefix) else { return nil }
    let text = String(name.dropFirst(prefix.count))
    return text.isEmpty ? ERCOTReader.servicePlaceholder : ERCOTServices.code(text)
  }
}
