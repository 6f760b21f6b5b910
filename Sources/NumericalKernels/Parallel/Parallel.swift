/// Runs the chunks of a long computation beside each other, with results that do not depend on how many run at once.
///
///     let sums = try await Parallel.map(count: paths, chunkLength: 4096) { range in
///       simulate(range)                                  // synchronous, a millisecond or more
///     }
///     let total = sums.reduce(0, +)                      // in the order of the chunks
///
/// Chunks are cut by `chunkLength` alone, never by the machine, and results come back in the order of the chunks: where each
/// chunk is a function of its range (random numbers by stream and index, no shared state), the whole is bit-identical at any
/// width, on any number of cores. It is as portable as the chunk itself: bit-identical everywhere for kernels that are, on one
/// machine and BLAS build for those that call BLAS.
///
/// - A chunk should take a millisecond or more: to hand one out costs a few microseconds.
/// - Between chunks a worker yields its thread, so that other tasks of the process make progress; nothing blocks a thread.
/// - Chunks start in order. After a failure or a cancellation no further chunk starts, those under way finish, and of several
///   failures the one with the lowest index is thrown: the same one each time, since every chunk before it has run.
public enum Parallel {
  /// How far a run has come; reported once for each finished chunk, in rising order, never twice at a time.
  public struct Progress: Hashable, Sendable {
    /// The number of chunks that have finished.
    public let finished: Int
    /// The number of all chunks.
    public let total: Int
  }

  /// Maps each chunk of `0..<count` to a value, some of them at the same time.
  ///
  /// - Parameters:
  ///   - count: The number of items; nothing is done unless it is positive.
  ///   - chunkLength: The number of items of a chunk, at least one; the last chunk may be shorter.
  ///   - width: How many chunks may run at the same time; at least one. ``processorCount`` unless given.
  ///   - progress: Told of each finished chunk. It should return at once: workers wait for it.
  ///   - body: Computes one chunk, synchronously, from the range of its items.
  /// - Returns: One value for each chunk, in order.
  /// - Throws: ``ParallelError``: the failure of the first chunk that fails, or `cancelled` where the task was cancelled before
  ///   all chunks had started.
  /// - Complexity: the bodies' work over the width, and some microseconds a chunk; memory for one value a chunk.
  public static func map<Output: Sendable, Failure: Error>(
    count: Int, chunkLength: Int, width: Int? = nil, progress: (@Sendable (Progress) -> Void)? = nil,
    _ body: @escaping @Sendable (Range<Int>) throws(Failure) -> Output
  ) async throws(ParallelError<Failure>) -> [Output] {
    let length = max(1, chunkLength)
    let total = count > 0 ? (count - 1) / length + 1 : 0
    guard total > 0 else { return [] }
    let queue = ChunkQueue(total: total, progress: progress)
    let workers = min(total, max(1, width ?? processorCount))
    let outcomes = await withTaskGroup(of: [(chunk: Int, outcome: Result<Output, Failure>)].self) { group in
      for _ in 0..<workers {
        group.addTask {
          var done: [(chunk: Int, outcome: Result<Output, Failure>)] = []
          while !Task.isCancelled, let chunk = await queue.next() {
            let start = chunk * length
            let range = start..<start + min(length, count - start)
            let outcome = Result { () throws(Failure) in try body(range) }
            done.append((chunk, outcome))
            var failed = false
            if case .failure = outcome { failed = true }
            await queue.finish(failed: failed)
            await Task.yield()
          }
          return done
        }
      }
      var slots = [Result<Output, Failure>?](repeating: nil, count: total)
      for await part in group {
        for (chunk, outcome) in part { slots[chunk] = outcome }
      }
      return slots
    }
    var values: [Output] = []
    values.reserveCapacity(total)
    for (chunk, outcome) in outcomes.enumerated() {
      switch outcome {
      case .success(let value): values.append(value)
      case .failure(let failure): throw .failed(failure, chunk: chunk)
      case nil: throw .cancelled
      }
    }
    return values
  }

  /// Maps each chunk to a value and folds the values in the order of the chunks.
  ///
  /// - Parameters:
  ///   - initial: The value to begin with.
  ///   - count: The number of items.
  ///   - chunkLength: The number of items of a chunk.
  ///   - width: How many chunks may run at the same time.
  ///   - progress: Told of each finished chunk.
  ///   - combine: Adds one chunk's value to the result; called in the order of the chunks, after all have finished.
  ///   - body: Computes one chunk.
  /// - Throws: As ``map(count:chunkLength:width:progress:_:)``.
  /// - Complexity: As ``map(count:chunkLength:width:progress:_:)``, and one `combine` a chunk on the caller's task.
  public static func reduce<Output, Part: Sendable, Failure: Error>(
    into initial: Output, count: Int, chunkLength: Int, width: Int? = nil,
    progress: (@Sendable (Progress) -> Void)? = nil, combine: (inout Output, Part) -> Void,
    _ body: @escaping @Sendable (Range<Int>) throws(Failure) -> Part
  ) async throws(ParallelError<Failure>) -> Output {
    let parts = try await map(count: count, chunkLength: chunkLength, width: width, progress: progress, body)
    var result = initial
    for part in parts { combine(&result, part) }
    return result
  }

  /// Computes an array of doubles chunk by chunk, each chunk writing its own part.
  ///
  /// - Parameters:
  ///   - count: The number of elements.
  ///   - chunkLength: The number of elements of a chunk.
  ///   - width: How many chunks may run at the same time.
  ///   - progress: Told of each finished chunk.
  ///   - body: Writes the elements of a range, which begin at index 0 of the span and are zero before.
  /// - Throws: As ``map(count:chunkLength:width:progress:_:)``.
  public static func array<Failure: Error>(
    count: Int, chunkLength: Int, width: Int? = nil, progress: (@Sendable (Progress) -> Void)? = nil,
    _ body: @escaping @Sendable (Range<Int>, inout MutableSpan<Double>) throws(Failure) -> Void
  ) async throws(ParallelError<Failure>) -> [Double] {
    let parts = try await map(count: count, chunkLength: chunkLength, width: width, progress: progress) {
      (range) throws(Failure) -> [Double] in
      var part = [Double](repeating: 0, count: range.count)
      var span = part.mutableSpan
      try body(range, &span)
      return part
    }
    var values: [Double] = []
    values.reserveCapacity(max(0, count))
    for part in parts { values.append(contentsOf: part) }
    return values
  }
}

/// Why a parallel computation did not finish.
public enum ParallelError<Failure: Error>: Error {
  /// The task was cancelled before all chunks had started.
  case cancelled
  /// A chunk failed; of several, the one with the lowest index.
  case failed(Failure, chunk: Int)
}

/// Hands out chunks in order and counts those that have finished.
private actor ChunkQueue {
  private let total: Int
  private let progress: (@Sendable (Parallel.Progress) -> Void)?
  private var started = 0
  private var finished = 0
  private var hasFailed = false

  init(total: Int, progress: (@Sendable (Parallel.Progress) -> Void)?) {
    self.total = total
    self.progress = progress
  }

  /// The next chunk, or `nil` after the last one or a failure.
  func next() -> Int? {
    guard started < total, !hasFailed else { return nil }
    defer { started += 1 }
    return started
  }

  func finish(failed: Bool) {
    finished += 1
    hasFailed = hasFailed || failed
    progress?(Parallel.Progress(finished: finished, total: total))
  }
}
