import ByteFormats

extension PJMConnector {
  /// Judges by the address in a JSON envelope, else by columns or keys together with the file's name.
  public func recognise(name: String, head: Span<UInt8>) -> Feed.ID? {
    let named = DataMinerLayout.named(in: name)
    guard let first = DataMinerReader.firstByte(of: head) else {
      return named?.feed.id ?? (CapacityPrices.isNamed(in: name) ? CapacityPrices.feed.id : nil)
    }
    let text = String(head, ByteRange(0, head.count))
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if let layout = DataMinerLayout.addressed(in: text) { return layout.feed.id }
      if let found = DataMinerLayout.best(for: DataMinerLayout.keys(in: text), named: named, in: text) {
        return found.feed.id
      }
      return text.contains("\"items\"") || text.contains("\"message\"") || text.contains("\"errors\"")
        ? named?.feed.id : nil
    case UInt8(ascii: "<"):
      return named?.feed.id
    default:
      break
    }
    if CapacityPrices.isTable(text) { return CapacityPrices.feed.id }
    for line in text.split(whereSeparator: \.isNewline).prefix(8) {
      let columns = Set(line.split(separator: ",").map { CSVHeader.normalised(String($0)) })
      if let found = DataMinerLayout.best(for: columns, named: named, in: text) { return found.feed.id }
    }
    if named == nil, text.contains("requested by this IP Address has not been updated") {
      return DataMinerLayout.prices[0].feed.id
    }
    // A name alone decides only for what is no table: sentences of the gateway.
    return DataMinerAnswer.error(inText: head, source: nil) == nil ? nil : named?.feed.id
  }
}

extension DataMinerLayout {
  /// The layout whose feed a file is named after: the name begins with the operator's own.
  static func named(in fileName: String) -> DataMinerLayout? {
    let fileName = fileName.lowercased()
    var best: (length: Int, layout: DataMinerLayout)?
    for layout in all {
      for name in [layout.name] + layout.otherNames where fileName.hasPrefix(name) {
        let next = fileName.dropFirst(name.count).first
        guard next.map({ !$0.isLetter && !$0.isNumber }) ?? true else { continue }
        if name.count > best?.length ?? 0 { best = (name.count, layout) }
      }
    }
    return best?.layout
  }

  /// The layout whose address stands in an envelope's links.
  static func addressed(in text: String) -> DataMinerLayout? {
    guard let range = text.firstRange(of: "api.pjm.com/api/v1/") else { return nil }
    let name = text[range.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return all.first { $0.name == name || $0.otherNames.contains(String(name)) }
  }

  /// The keys of the first record in the beginning of a JSON answer, normalised.
  static func keys(in text: String) -> Set<String> {
    var keys: Set<String> = []
    let start = text.firstRange(of: "\"items\"")?.upperBound ?? text.startIndex
    guard let open = text[start...].firstIndex(of: "{") else { return keys }
    let record = text[open...].prefix { $0 != "}" }
    let pieces = record.split(separator: "\"", omittingEmptySubsequences: false)
    for index in stride(from: 1, to: pieces.count - 1, by: 2)
    where pieces[index + 1].drop(while: \.isWhitespace).first == ":" {
      keys.insert(CSVHeader.normalised(String(pieces[index])))
    }
    return keys
  }

  /// The layout that columns belong to.
  ///
  /// Of several the one that the file is named after, else the one that names most of the columns, else the first of those;
  /// a five-minute one only where stamps say so. Forecasts are evaluated at any minute, so their stamps say nothing.
  static func best(for columns: Set<String>, named: DataMinerLayout?, in text: String) -> DataMinerLayout? {
    if let named, named.fits(columns) { return named }
    let fitting = all.filter { $0.fits(columns) && !$0.contradicts(columns) }
    let scores = fitting.map { layout in layout.columns.filter { columns.contains(CSVHeader.normalised($0)) }.count }
    guard let top = scores.max() else { return nil }
    let best = zip(fitting, scores).filter { $0.1 == top }.map(\.0)
    guard best.count > 1, let first = best.first else { return best.first }
    let wanted: Int64 = first.issued == nil && showsFiveMinutes(text) ? 300 : 3600
    return best.first { $0.feed.intervalSeconds == wanted } ?? first
  }

  /// Whether the columns have a time and all that tells this feed apart.
  private func fits(_ columns: Set<String>) -> Bool {
    let times = [begin + "_utc", begin + "_ept"].map { CSVHeader.normalised($0) }
    guard times.contains(where: columns.contains) else { return false }
    return signature.allSatisfy { columns.contains(CSVHeader.normalised($0)) }
      && (issued == nil || columns.contains { $0.hasPrefix("evaluatedat") })
  }

  /// Whether the columns name the version or the system price although the feed has none, or the other way about.
  private func contradicts(_ columns: Set<String>) -> Bool {
    guard case .prices(let suffix, _) = form, suffix == "rt" else { return false }
    let isUnverified = !columns.contains("systemenergypricert") && !columns.contains("versionnbr")
    return isUnverified != (feed.product.run == .realTimePreliminary) && name != "rt_unverified_fivemin_lmps"
  }

  /// Whether a stamp in the text lies off the half-hours.
  private static func showsFiveMinutes(_ text: String) -> Bool {
    for minutes in stride(from: 5, through: 55, by: 5) where minutes != 30 {
      let digits = minutes < 10 ? "0\(minutes)" : "\(minutes)"
      if text.contains(":\(digits):00 ") || text.contains(":\(digits):00\"") || text.contains(":\(digits):00,") {
        return true
      }
    }
    return false
  }
}
