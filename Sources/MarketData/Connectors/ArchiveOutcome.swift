/// Gathers what the members of one payload yield.
struct ArchiveOutcome {
  /// A plain payload, with what reads it.
  struct Leaf {
    let connector: any Connector
    let feed: Feed.ID
    let payload: FeedPayload
  }

  var log: DefectLog
  private var joined: [Leaf] = []
  private var parsed: ParsedPayload?
  private var rowsOfFeed = 0

  private var expanded = 0

  init(context: ParseContext, source: String) {
    log = DefectLog(context: context, source: source)
  }

  /// Counts expanded bytes of all archives of the payload, nested ones too, against the limit of one payload.
  mutating func count(_ bytes: Int, of source: String, limits: Limits) throws(ParseError) {
    expanded += bytes
    guard expanded <= limits.maxPayloadBytes else {
      throw ParseError(
        .limitExceeded, at: .init(source: source), "more than \(limits.maxPayloadBytes) expanded bytes in all")
    }
  }

  mutating func add(_ member: ParsedPayload) {
    guard let sofar = parsed else {
      parsed = member
      rowsOfFeed = member.table.count
      return
    }
    var table = sofar.table
    table.append(member.table)
    let larger = member.table.count > rowsOfFeed
    if larger { rowsOfFeed = member.table.count }
    parsed = ParsedPayload(
      feed: larger ? member.feed : sofar.feed, table: table, defects: sofar.defects + member.defects,
      blanks: sofar.blanks + member.blanks)
  }

  /// Keeps a member back until all members of its feed are there.
  mutating func join(_ leaf: Leaf) { joined.append(leaf) }

  /// Reads the members that were kept back, feed by feed.
  mutating func readJoined(in context: ParseContext) throws(ParseError) {
    while let first = joined.first {
      let members = joined.filter { $0.feed == first.feed }.map(\.payload)
      joined.removeAll { $0.feed == first.feed }
      do throws(ParseError) {
        add(try first.connector.parse(members: members, as: first.feed, in: context))
      } catch {
        if error.code == .throttled || error.code == .operatorError { throw error }
        try log.record(error)
      }
    }
  }

  func result(limits: Limits) throws(ParseError) -> ParsedPayload {
    guard var parsed else {
      throw log.defects.first ?? ParseError(.empty, at: .init(source: log.source), "nothing to read")
    }
    parsed.defects += log.defects
    guard parsed.table.count <= limits.maxRows else {
      throw ParseError(.limitExceeded, at: .init(source: log.source), "\(parsed.table.count) rows")
    }
    return parsed
  }
}
