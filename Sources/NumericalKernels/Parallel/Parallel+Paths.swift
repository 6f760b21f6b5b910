extension Parallel {
  /// Simulates paths chunk by chunk, each from the random stream of its own number.
  ///
  ///     let prices = try await Parallel.paths(count: 100_000, length: 12, seed: 254) { stream, path in
  ///       stream.fillNormals(&path)          // what one path is made of: any number of draws, written into its row
  ///     }
  ///     prices[17, 3]                        // month 3 of path 17
  ///
  /// Path k draws from `RandomStream(seed:path: firstPath + k)` and from nothing else, so the matrix is the same to the
  /// last bit at any width, and a run can be continued where another one ended.
  ///
  /// - Parameters:
  ///   - count: The number of paths, the rows of the result; none unless it is positive.
  ///   - length: The number of values of a path, the columns of the result.
  ///   - seed: The seed of the streams.
  ///   - firstPath: The number of the first stream.
  ///   - width: How many chunks may run at the same time; ``processorCount`` unless given.
  ///   - progress: Told of each finished chunk.
  ///   - body: Writes one path, whose values are zero before.
  /// - Throws: As ``map(count:chunkLength:width:progress:_:)``.
  /// - Complexity: O(count × length) beside the bodies; chunks hold about 65,536 values.
  public static func paths<Failure: Error>(
    count: Int, length: Int, seed: UInt64, firstPath: UInt64 = 0, width: Int? = nil,
    progress: (@Sendable (Progress) -> Void)? = nil,
    _ body: @escaping @Sendable (inout RandomStream, inout MutableSpan<Double>) throws(Failure) -> Void
  ) async throws(ParallelError<Failure>) -> Matrix {
    let length = max(0, length)
    let parts = try await map(
      count: count, chunkLength: max(1, 65_536 / max(1, length)), width: width, progress: progress
    ) { (range) throws(Failure) -> [Double] in
      var part: [Double] = []
      part.reserveCapacity(range.count * length)
      var values = [Double](repeating: 0, count: length)
      for path in range {
        for index in values.indices { values[index] = 0 }
        var stream = RandomStream(seed: seed, path: firstPath &+ UInt64(path))
        var span = values.mutableSpan
        try body(&stream, &span)
        part.append(contentsOf: values)
      }
      return part
    }
    var matrix = Matrix(rows: max(0, count), columns: length)
    var start = 0
    for part in parts {
      matrix.storage.replaceSubrange(start..<start + part.count, with: part)
      start += part.count
    }
    return matrix
  }
}
