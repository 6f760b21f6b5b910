import ByteFormats

extension ERCOTConnector {
  /// A document that the operator lists: what it is called, where it is and when it was published.
  public struct Document: Hashable, Sendable {
    /// The operator's name of the file, such as `cdr.00012311.0000000000000000.20250313.123000586.LFCCONGESTNP3560_csv.zip`.
    public let name: String
    /// The number under which it is downloaded.
    public let id: String
    /// Where it is downloaded.
    public let url: String
    /// When it was published.
    public let publishedAt: Instant
    /// The number of its report type, where the list has one.
    public let reportTypeID: Int?

    /// Makes a document.
    public init(name: String, id: String, url: String, publishedAt: Instant, reportTypeID: Int? = nil) {
      self.name = name
      self.id = id
      self.url = url
      self.publishedAt = publishedAt
      self.reportTypeID = reportTypeID
    }
  }

  /// The documents of a list: `IceDocListJsonWS` of the market information system, or an archive list of the public API.
  ///
  ///     let documents = try ERCOTConnector.documents(in: bytes)
  ///     let newest = documents.filter { $0.name.contains("_csv") }.max { $0.publishedAt < $1.publishedAt }
  ///
  /// The publication time belongs into ``FeedPayload/publishedAt`` of what is downloaded. Times of the public API are local;
  /// in the hour that the autumn day repeats the later one is taken, so that nothing is known too early.
  ///
  /// - Throws: ``ParseError``: `malformed` or `truncated` for broken JSON, `missingField` where it is no list of documents.
  public static func documents(in bytes: [UInt8]) throws(ParseError) -> [Document] {
    guard !bytes.isEmpty else { throw ParseError(.empty, "no bytes") }
    let list: JSONValue
    do throws(FormatError) {
      list = try JSONValue.parse(bytes.span)
    } catch {
      throw ParseError(error, source: nil)
    }
    if let documents = list["ListDocsByRptTypeRes"] {
      // One document stands alone where a list has several.
      let entries = documents["DocumentList"]
      return try read(entries?.asArray ?? entries.map { [$0] } ?? []) { mis($0["Document"] ?? $0) }
    }
    if let archives = list["archives"]?.asArray {
      let type = list["product"]?["reportTypeId"]?.asInt64.map { Int($0) }
      return try read(archives) { archive($0, type) }
    }
    throw ParseError(.missingField, "no list of documents", expected: "ListDocsByRptTypeRes or archives")
  }

  private static func read(
    _ entries: [JSONValue], _ document: (JSONValue) -> Document?
  ) throws(ParseError) -> [Document] {
    var documents: [Document] = []
    documents.reserveCapacity(entries.count)
    for (index, entry) in entries.enumerated() {
      guard let found = document(entry) else {
        throw ParseError(
          .missingField, at: .init(index: index), "a document without name, number or time",
          expected: "name, number and time")
      }
      documents.append(found)
    }
    return documents
  }

  private static func mis(_ entry: JSONValue) -> Document? {
    guard let name = entry["ConstructedName"]?.asString, let id = entry["DocID"]?.written,
      let published = entry["PublishDate"]?.asString.flatMap({ Instant(iso8601: $0) })
    else { return nil }
    return Document(
      name: name, id: id, url: "https://www.ercot.com/misdownload/servlets/mirDownload?doclookupId=" + id,
      publishedAt: published, reportTypeID: entry["ReportTypeID"]?.asInt64.map { Int($0) })
  }

  private static func archive(_ entry: JSONValue, _ type: Int?) -> Document? {
    guard let name = entry["friendlyName"]?.asString, let id = entry["docId"]?.written,
      let url = entry["_links"]?["endpoint"]?["href"]?.asString, let posted = entry["postDatetime"]?.asString
    else { return nil }
    let text = Array(posted.utf8)
    guard let scanned = TimestampScanner.isoDateTime(text.span, 0, text.count) else { return nil }
    let instants = MarketTimeZone.central.instants(of: scanned.local)
    guard let published = scanned.instant ?? instants[.second] ?? instants[.first] else { return nil }
    return Document(name: name, id: id, url: url, publishedAt: published, reportTypeID: type)
  }
}

extension JSONValue {
  /// A string, or a number as it is written.
  fileprivate var written: String? {
    switch self {
    case .string(let text), .number(_, let text): text
    default: nil
    }
  }
}
