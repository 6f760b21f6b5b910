/// Finds rows that restate what a store holds without saying when they were published.
///
/// A feed's documented lag gives a corrected value the publication time of the value it corrects, and the original could never be
/// read again as of its own time. Such a row was known when it was received, not before: that becomes its publication time.
/// Rows that are new, or repeat what is held, keep theirs.
struct Restatements {
  private struct Key: Hashable {
    let start: Int64
    let seconds: Int64
    let location: Location
    let product: Product
    let issuedAt: Int64?
  }

  private struct Held {
    var value: Double?
    var components: [PriceComponent: Double]
    var publishedAt: Int64
    var revision: Int32
  }

  let store: any ObservationStore
  let receivedAt: Instant

  /// The table, with the publication times of restatements moved to the time of receipt.
  ///
  /// - Complexity: reads the held rows of the table's products and time, of chunks whose publication is inferred; nothing else.
  func dated(_ table: ObservationTable) async throws -> ObservationTable {
    var result = ObservationTable(dictionary: table.dictionary)
    for chunk in table.chunks {
      guard chunk.provenance.publicationBasis == .inferred else {
        result.append(chunk)
        continue
      }
      result.append(try await dated(chunk))
    }
    return result
  }

  private func dated(_ chunk: ObservationChunk) async throws -> ObservationChunk {
    let held = try await held(chunk)
    if held.isEmpty { return chunk }
    let locations = chunk.dictionary.locations
    let products = chunk.dictionary.products
    var published = Array(chunk.publishedAt)
    var isRestated = false
    for row in 0..<chunk.count {
      let observation = chunk.observation(at: row, locations: locations, products: products)
      guard let old = held[key(observation)], published[row] <= old.publishedAt,
        observation.revision >= old.revision,
        old.value != observation.value || old.components != observation.components
      else { continue }
      published[row] = max(published[row], receivedAt.secondsSince1970)
      isRestated = true
    }
    guard isRestated else { return chunk }
    return ObservationChunk(
      starts: chunk.starts, lengths: chunk.lengths, locations: chunk.locations, products: chunk.products,
      values: chunk.values, components: chunk.components, issuedAt: chunk.issuedAt, publishedAt: .values(published),
      revisions: chunk.revisions, dictionary: chunk.dictionary, provenance: chunk.provenance) ?? chunk
  }

  /// The latest held row of every key in the chunk's time and products.
  private func held(_ chunk: ObservationChunk) async throws -> [Key: Held] {
    guard let first = chunk.starts.min(), let last = chunk.starts.max(), last < .max else { return [:] }
    let products = chunk.dictionary.products
    let locations = chunk.dictionary.locations
    let query = ObservationQuery(
      locations: .exactly(Set(Set(chunk.locations).map { locations[Int($0)] })),
      products: Set(Set(chunk.products).map { products[Int($0)] }),
      interval: DeliveryInterval(
        start: Instant(secondsSince1970: first), end: Instant(secondsSince1970: last + 1)))
    var held: [Key: Held] = [:]
    for try await chunk in try await store.chunks(matching: query) {
      for row in ObservationTable(chunk).observations {
        held[key(row)] = Held(
          value: row.value, components: row.components, publishedAt: row.publishedAt.secondsSince1970,
          revision: row.revision)
      }
    }
    return held
  }

  private func key(_ row: Observation) -> Key {
    Key(
      start: row.start.secondsSince1970, seconds: row.seconds, location: row.location, product: row.product,
      issuedAt: row.issuedAt?.secondsSince1970)
  }
}
