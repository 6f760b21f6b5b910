/// The open files of blocks, by number.
final class SegmentFiles: Sendable {
  private let open = Guarded<[UInt32: RawFile]>([:])
  private let files: StoreFiles

  init(files: StoreFiles) { self.files = files }

  /// A segment's file, or `nil` when the store has none.
  subscript(number: UInt32) -> RawFile? { open.withLock { $0[number] } }

  /// Adds a segment's file.
  func insert(_ file: RawFile, number: UInt32) { open.withLock { $0[number] = file } }

  /// Forgets a segment's file.
  func remove(_ number: UInt32) { open.withLock { _ = $0.removeValue(forKey: number) } }

  /// Reads and checks a block.
  func block(_ entry: BlockEntry, schema: BlockSchema) throws(StoreError) -> SeriesBlock {
    let path = files.segment(entry.place.segment)
    guard let file = self[entry.place.segment] else {
      throw StoreError(.corruptBlock, path: path, "the file with the block is missing")
    }
    let bytes: [UInt8]
    do throws(SystemFailure) {
      bytes = try file.read(at: Int(entry.place.offset), count: Int(entry.place.length))
    } catch {
      throw StoreError(error, path: path)
    }
    do throws(ByteReader.Malformed) {
      return try BlockCodec.block(bytes, summary: entry.summary, schema: schema, checksum: entry.place.checksum)
    } catch {
      throw StoreError(
        .corruptBlock, path: path, "at byte \(entry.place.offset), \(entry.summary.rows) rows: \(error.message)")
    }
  }
}
