import ByteFormats

extension CAISOConnector {
  /// Which feed a file belongs to: by its columns, elements or title, else by the operator's name for it.
  public func recognise(name: String, head: Span<UInt8>) -> Feed.ID? {
    let byName = CAISOConnector.feed(named: name)
    if head.isEmpty { return byName }
    if CAISOAnswer.contains(head, "OASISReport") {
      return OASISHead(xml: head).feed ?? byName ?? OASISReport.all.first?.feed.id
    }
    if CAISOAnswer.isThrottled(head) { return byName ?? OASISReport.all.first?.feed.id }
    if CAISOAnswer.contains(head, CAISORenewablesWatch.title) { return CAISORenewablesWatch.feed.id }
    if !CAISOAnswer.isXML(head) {
      // Of these two runs of market power mitigation the columns are those of the market itself.
      if name.contains("_MPM_") { return nil }
      if let feed = OASISHead(csv: head).feed { return feed }
    }
    return byName
  }

  /// The feed of a file by the operator's name for it, such as `20250101_20250102_PRC_LMP_DAM_20250103_10_11_12_v12.csv`.
  private static func feed(named name: String) -> Feed.ID? {
    let name = name.uppercased()
    for (group, feed) in lmpGroups where name.contains(group) { return feed }
    for report in OASISReport.all where report.query.isGroup && name.contains(report.query.name) {
      return report.feed.id
    }
    if name.contains("SLD_FCST_PEAK") { return nil }
    let named = OASISReport.all.filter { hasToken(name, $0.name) }
    if let report = named.first(where: { hasToken(name, $0.run ?? "") }) ?? named.first { return report.feed.id }
    if name.contains("DAILYRENEWABLESWATCH") { return CAISORenewablesWatch.feed.id }
    return CAISOOutlook.all.first { hasToken(name, $0.name.uppercased()) }?.feed.id
  }

  private static let lmpGroups: [(String, Feed.ID)] = [
    ("DAM_LMP_GRP", "caiso.prc_lmp"), ("RTM_LMP_GRP", "caiso.prc_intvl_lmp"), ("HASP_LMP_GRP", "caiso.prc_hasp_lmp"),
    ("RTPD_LMP_GRP", "caiso.prc_rtpd_lmp"),
  ]

  /// Whether `token` stands in `name` between underscores, dots, or the ends.
  private static func hasToken(_ name: String, _ token: String) -> Bool {
    guard !token.isEmpty else { return false }
    let wrapped = "_" + String(name.map { $0 == "." || $0 == "-" ? "_" : $0 }) + "_"
    return wrapped.contains("_" + token + "_")
  }
}

/// What the first bytes of a file say about the report that it is.
private struct OASISHead {
  private var columns: Set<String> = []
  private var report = ""
  private var run = ""
  private var item = ""

  /// Reads the header and the first row of a CSV file.
  init(csv head: Span<UInt8>) {
    var reader = CSVReader()
    guard (try? reader.next(in: head)) == true, reader.fieldCount > 2 else { return }
    let header = CSVHeader(reader, in: head)
    columns = Set(header.names.map(CSVHeader.normalised))
    guard (try? reader.next(in: head)) == true else { return }
    run = header.index(of: "marketrunid").map { reader.string($0, in: head) } ?? ""
    item = header.index(of: "xmldataitem").map { reader.string($0, in: head) } ?? ""
  }

  /// Reads the header of an XML file.
  init(xml head: Span<UInt8>) {
    var reader = XMLReader()
    while report.isEmpty || run.isEmpty, let event = try? reader.next(in: head), event != .end {
      guard case .startElement(let name) = event else { continue }
      if reader.matches(name, "REPORT", in: head), let text = try? reader.elementText(in: head) {
        report = reader.string(text, in: head)
      } else if reader.matches(name, "MKT_TYPE", in: head), let text = try? reader.elementText(in: head) {
        run = reader.string(text, in: head)
      }
    }
  }

  /// The feed of the report and the market run.
  var feed: Feed.ID? {
    if report.isEmpty, let outlook = outlook { return outlook }
    let names = report.isEmpty ? reportsByColumns : [report]
    let candidates = OASISReport.all.filter { names.contains($0.name) }
    return (candidates.first { $0.run == run } ?? candidates.first)?.feed.id
  }

  /// The reports that have these columns; several where only the market run tells them apart.
  private var reportsByColumns: [String] {
    if has("resourcebidseq", "marketproducttype", "schbidy1axisdata") { return ["PUB_BID_DAM", "PUB_BID_RTM"] }
    if has("product", "marginalclearingprice") { return ["DAM_CAP_PRC"] }
    if has("producttype", "reqmw") || has("producttype", "aggawdmw") {
      return ["DAM_CAP_REQ_AWRD", "2DA_CAP_REQ_AWRD", "3DA_CAP_REQ_AWRD"]
    }
    guard has("intervalstarttimegmt", "intervalendtimegmt") else { return [] }
    if has("lmptype") {
      return run == "RTD" ? ["PRC_INTVL_LMP"] : ["PRC_LMP", "PRC_INTVL_LMP", "PRC_HASP_LMP", "PRC_RTPD_LMP"]
    }
    if has("ancregion", "anctype"), item.isEmpty || item.hasSuffix("_CLR_PRC") { return ["PRC_AS", "PRC_INTVL_AS"] }
    if has("tacareaname", "loadtype") { return ["SLD_FCST"] }
    if has("tradinghub", "renewabletype") { return ["SLD_REN_FCST"] }
    if has("taczonename", "schedule") { return ["ENE_SLRS"] }
    if has("fuelregionid", "prc") { return ["PRC_FUEL"] }
    if has("ghgprcidx") { return ["PRC_GHG_ALLOWANCE"] }
    return []
  }

  /// The file of Today's Outlook that has these columns.
  private var outlook: Feed.ID? {
    guard has("time") else { return nil }
    if has("resourceadequacycapacityforecast") { return "caiso.outlook_rtm_forecast_7day" }
    if has("currentdemand", "netdemand") { return "caiso.outlook_netdemand" }
    if has("solar", "geothermal", "biogas", "imports") { return "caiso.outlook_fuelsource" }
    return nil
  }

  private func has(_ names: String...) -> Bool { names.allSatisfy { columns.contains($0) } }
}
