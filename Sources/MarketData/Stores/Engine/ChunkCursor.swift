/// Hands out the chunks of a plan band by band, each read only when the consumer asks for it.
final class ChunkCursor: Sendable {
  /// The chunks of some bands, and the position of the band after them.
  struct Batch: Sendable {
    var chunks: [ObservationChunk] = []
    var next: Int
  }

  private struct State {
    var next = 0
    var ready: [ObservationChunk] = []
  }

  private let state = Guarded(State())
  private let bandCount: Int
  private let read: @Sendable (Int) async throws -> Batch

  /// Makes a cursor over bands, of which `read` resolves one or a few from a position on.
  init(bandCount: Int, read: @escaping @Sendable (Int) async throws -> Batch) {
    self.bandCount = bandCount
    self.read = read
  }

  /// The chunks, pulled by the consumer; ends with `CancellationError` when the consumer's task is cancelled.
  var stream: AsyncThrowingStream<ObservationChunk, any Error> {
    AsyncThrowingStream { try await self.next() }
  }

  private func next() async throws -> ObservationChunk? {
    while true {
      try Task.checkCancellation()
      let (chunk, band) = state.withLock { state -> (ObservationChunk?, Int) in
        if let chunk = state.ready.popLast() { return (chunk, 0) }
        return (nil, state.next)
      }
      if let chunk { return chunk }
      guard band < bandCount else { return nil }
      let batch = try await read(band)
      state.withLock { state in
        state.ready = batch.chunks.reversed()
        state.next = max(batch.next, band + 1)
      }
    }
  }
}
