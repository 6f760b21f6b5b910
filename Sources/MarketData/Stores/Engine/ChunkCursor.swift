internal import Synchronization

/// Hands out the chunks of a plan band by band, each read only when the consumer asks for it.
final class ChunkCursor: Sendable {
  private struct State {
    var next = 0
    var ready: [ObservationChunk] = []
  }

  private let state = Mutex(State())
  private let bandCount: Int
  private let read: @Sendable (Int) async throws -> [ObservationChunk]

  /// Makes a cursor over bands that `read` resolves by position.
  init(bandCount: Int, read: @escaping @Sendable (Int) async throws -> [ObservationChunk]) {
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
        state.next += 1
        return (nil, state.next - 1)
      }
      if let chunk { return chunk }
      guard band < bandCount else { return nil }
      let chunks = try await read(band)
      state.withLock { $0.ready = chunks.reversed() }
    }
  }
}
