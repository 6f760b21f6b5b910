import ByteFormats

extension PriceComponent {
  /// The quantity, in MW, at which a bid's price begins to hold.
  static let bidQuantity: PriceComponent = "quantity"
  /// The value of the second axis of a bid curve, as published.
  static let bidSecondAxis: PriceComponent = "second-axis"
}

extension Product.Kind {
  /// A quantity that a resource offers at any price.
  static let selfSchedule: Product.Kind = "self-schedule"
}

extension OASISReader {
  /// Reads public bids.
  ///
  /// A step of a curve is an offer: its price, with the quantity as a component. A self-schedule is a quantity. Resources are
  /// known by the operator's masked number. Steps of one curve are told apart by their number in the product's name (`EN 1`,
  /// `EN 2`, in the order of the file), since a row is identified by interval, location and product.
  func readBids() throws(ParseError) -> ParsedPayload {
    let bytes = member.bytes.span
    var rows = try DelimitedRows(
      bytes: bytes, source: member.name, required: ["resourcebidseq", "marketproducttype", "schbidy1axisdata"],
      in: context)
    let columns = try BidColumns(rows)
    var locations = ByteMemo<UInt32>()
    var times = ByteMemo<Int64>()
    var numbering = BidNumbering(run: report.feed.product.run, dictionary: context.dictionary)
    var builder = ObservationBuilder(dictionary: context.dictionary, components: [.bidQuantity, .bidSecondAxis])
    builder.reserveCapacity(bytes.count / 250)
    while try rows.next(in: bytes, minimum: columns.minimum) {
      let resource = rows.field(columns.resource, in: bytes)
      let location = locations.value(for: resource, in: bytes) {
        let id = String(bytes, resource)
        let name = rows.text(columns.resourceType, in: bytes) + " " + id
        return resource.isEmpty
          ? nil : context.dictionary.code(for: Location(market: Market.caiso.id, kind: .resource, id: id, name: name))
      }
      guard let location else {
        try rows.defect(.missingField, columns.resource, in: bytes, expected: "a resource")
        continue
      }
      let isStep = !rows.field(columns.stepStart, in: bytes).isEmpty
      let startColumn = isStep ? columns.stepStart : columns.scheduleStart
      let endColumn = isStep ? columns.stepEnd : columns.scheduleEnd
      let startRange = rows.field(startColumn, in: bytes)
      let endRange = rows.field(endColumn, in: bytes)
      guard let start = times.value(for: startRange, in: bytes, decode: { OASISInterval.instant(bytes, startRange) }),
        let end = times.value(for: endRange, in: bytes, decode: { OASISInterval.instant(bytes, endRange) })
      else {
        try rows.defect(.notATime, startColumn, in: bytes, expected: "a GMT interval")
        continue
      }
      guard let interval = OASISInterval(start: start, end: end) else {
        try rows.defect(.outOfRange, endColumn, in: bytes, expected: "a time after the interval's start")
        continue
      }
      guard let value = try rows.number(isStep ? columns.price : columns.schedule, in: bytes) else { continue }
      let service = rows.string(columns.service, in: bytes)
      let product = numbering.product(service, isStep: isStep, location: location, start: start)
      builder.append(
        start: start, seconds: interval.seconds, location: location, product: product, value: value)
      guard isStep else { continue }
      for (component, column) in [columns.quantity, columns.secondAxis].enumerated() {
        guard let column, !rows.field(column, in: bytes).isEmpty, let part = try rows.number(column, in: bytes)
        else { continue }
        builder.setComponent(component, to: part, at: builder.count - 1)
      }
    }
    return parsed(builder, defects: rows.log.defects, blanks: rows.blanks)
  }
}

/// Where the columns of public bids are.
private struct BidColumns {
  let resource, service, price, schedule: Int
  let stepStart, stepEnd, scheduleStart, scheduleEnd: Int
  let resourceType, quantity, secondAxis: Int?
  let minimum: Int

  init(_ rows: DelimitedRows) throws(ParseError) {
    resource = try rows.required("resourcebidseq")
    service = try rows.required("marketproducttype")
    price = try rows.required("schbidy1axisdata")
    schedule = try rows.required("selfschedmw")
    stepStart = try rows.required("schbidtimeintervalstartgmt")
    stepEnd = try rows.required("schbidtimeintervalstopgmt")
    scheduleStart = try rows.required("timeintervalstartgmt")
    scheduleEnd = try rows.required("timeintervalendgmt")
    resourceType = rows.column("resourcetype")
    quantity = rows.column("schbidxaxisdata")
    secondAxis = rows.column("schbidy2axisdata")
    minimum = max(resource, service)
  }
}

/// Numbers the steps and schedules that share resource, service and interval.
private struct BidNumbering {
  private struct Series: Hashable {
    let service: String
    let isStep: Bool
    let location: UInt32
    let start: Int64
  }

  private struct Step: Hashable {
    let service: String
    let isStep: Bool
    let number: Int
  }

  let run: Product.Run
  let dictionary: ObservationDictionary
  private var counts: [Series: Int] = [:]
  private var codes: [Step: UInt32] = [:]

  init(run: Product.Run, dictionary: ObservationDictionary) {
    self.run = run
    self.dictionary = dictionary
  }

  mutating func product(_ service: String, isStep: Bool, location: UInt32, start: Int64) -> UInt32 {
    let series = Series(service: service, isStep: isStep, location: location, start: start)
    let number = counts[series, default: 0] + 1
    counts[series] = number
    let step = Step(service: service, isStep: isStep, number: number)
    if let code = codes[step] { return code }
    let name = "\(service) \(number)"
    let code = dictionary.code(
      for: isStep
        ? Product(
          kind: .offer, run: run, name: name, unit: .price(.usd, per: service == "EN" ? .megawattHour : .megawatt))
        : .power(.selfSchedule, run, name))
    codes[step] = code
    return code
  }
}
