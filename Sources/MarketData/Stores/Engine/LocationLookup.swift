/// Finds location codes by identifier and by market without passing over the whole dictionary.
struct LocationLookup: Sendable {
  private var count = 0
  private var byID: [String: [UInt32]] = [:]
  private var byMarket: [Market.ID: [UInt32]] = [:]

  /// Takes in the locations that the dictionary gained since the last call.
  mutating func update(from dictionary: ObservationDictionary) {
    let locations = dictionary.locations
    while count < locations.count {
      byID[locations[count].id, default: []].append(UInt32(count))
      byMarket[locations[count].market, default: []].append(UInt32(count))
      count += 1
    }
  }

  /// The codes that a query asks for; `nil` for all.
  func selection(
    for query: ObservationQuery, in dictionary: ObservationDictionary, without unreadable: Set<UInt32>
  ) -> CodeSelection? {
    let codes: [UInt32]
    switch query.locations {
    case .all:
      if let market = query.market {
        codes = byMarket[market] ?? []
      } else if unreadable.isEmpty {
        return nil
      } else {
        codes = Array(0..<UInt32(count))
      }
    case .ids(let ids):
      let locations = dictionary.locations
      codes = ids.flatMap { byID[$0] ?? [] }.filter { query.matches(locations[Int($0)]) }
    case .exactly(let set):
      codes = set.filter(query.matches).compactMap { dictionary.existingCode(for: $0) }
    }
    return CodeSelection(unreadable.isEmpty ? codes : codes.filter { !unreadable.contains($0) })
  }
}
