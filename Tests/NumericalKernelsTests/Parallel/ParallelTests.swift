import NumericalKernels
import Testing

@Suite struct ParallelTests {
  /// A sum whose value depends on the order of its terms.
  private static func work(_ range: Range<Int>) -> Double {
    var sum = 0.0
    for index in range { sum += 1 / Double(index * index + 1) }
    return sum
  }

  @Test func sameBitsAtAnyWidth() async throws {
    let widths = [1, 2, 3, 8]
    var totals: Set<UInt64> = []
    for width in widths {
      let total = try await Parallel.reduce(
        into: 0.0, count: 10_007, chunkLength: 64, width: width, combine: { $0 += $1 }, Self.work)
      totals.insert(total.bitPattern)
      let array = try await Parallel.array(count: 10_007, chunkLength: 64, width: width) { range, part in
        for index in range { part[index - range.lowerBound] = 1 / Double(index + 1) }
      }
      #expect(array.count == 10_007)
      #expect(array.enumerated().allSatisfy { $1 == 1 / Double($0 + 1) })
    }
    #expect(totals.count == 1)
    let plain = stride(from: 0, to: 10_007, by: 64).reduce(0.0) { $0 + Self.work($1..<min($1 + 64, 10_007)) }
    #expect(totals == [plain.bitPattern])
  }

  /// Draws that take a number of words that depends on the draws themselves.
  @Test func pathsHaveTheSameBitsAtAnyWidth() async throws {
    let copula = try StudentCopula(correlation: Matrix([[1, -0.6], [-0.6, 1]]), degreesOfFreedom: 4)
    var runs: [Matrix] = []
    for width in [1, 2, 3, 8] {
      let run = try await Parallel.paths(count: 9000, length: 24, seed: 254, width: width) {
        (stream, path) throws(NumericalError) in
        let jump = try stream.gamma(shape: 0.4)
        let pair = try copula.samples(1, from: &stream)
        stream.fillNormals(&path)
        path[0] += jump + pair[0, 0] * pair[0, 1]
      }
      runs.append(run)
    }
    #expect(runs.allSatisfy { $0 == runs[0] })
    // A path alone is the path among the others.
    let alone = try await Parallel.paths(count: 1, length: 24, seed: 254, firstPath: 8123) {
      (stream, path) throws(NumericalError) in
      let jump = try stream.gamma(shape: 0.4)
      let pair = try copula.samples(1, from: &stream)
      stream.fillNormals(&path)
      path[0] += jump + pair[0, 0] * pair[0, 1]
    }
    #expect((0..<24).allSatisfy { alone[0, $0] == runs[0][8123, $0] })
    let none = try await Parallel.paths(count: -1, length: -3, seed: 1) { _, _ in }
    #expect(none.rows == 0 && none.columns == 0)
  }

  @Test func chunksCoverTheItemsInOrder() async throws {
    let ranges = try await Parallel.map(count: 10, chunkLength: 4, width: 3) { $0 }
    #expect(ranges == [0..<4, 4..<8, 8..<10])
    let none = try await Parallel.map(count: 0, chunkLength: 4) { $0 }
    #expect(none.isEmpty)
    let odd = try await Parallel.map(count: 3, chunkLength: 0, width: 0) { $0.count }
    #expect(odd == [1, 1, 1])
    let whole = try await Parallel.map(count: 3, chunkLength: .max) { $0 }
    #expect(whole == [0..<3])
  }

  private struct Failed: Error, Equatable { var item: Int }

  @Test(arguments: [1, 2, 3, 8]) func theFirstFailureWins(width: Int) async {
    for _ in 0..<20 {
      do throws(ParallelError<Failed>) {
        _ = try await Parallel.map(count: 64, chunkLength: 1, width: width) { (range) throws(Failed) -> Int in
          // The earliest failing chunk takes longest.
          if range.lowerBound == 9 {
            _ = Self.work(0..<20_000)
            throw Failed(item: 9)
          }
          if range.lowerBound > 9 { throw Failed(item: range.lowerBound) }
          return 0
        }
        Issue.record("a failure expected")
      } catch {
        guard case .failed(let failure, let chunk) = error else {
          Issue.record("\(error)")
          return
        }
        #expect(failure == Failed(item: 9) && chunk == 9)
      }
    }
  }

  @Test func progressRisesByOne() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Parallel.Progress.self)
    _ = try await Parallel.map(count: 50, chunkLength: 1, width: 8, progress: { continuation.yield($0) }) {
      Self.work($0)
    }
    continuation.finish()
    var counts: [Int] = []
    for await progress in stream {
      #expect(progress.total == 50)
      counts.append(progress.finished)
    }
    #expect(counts == Array(1...50))
  }

  @Test func cancellationStopsBetweenChunks() async {
    let task = Task {
      do throws(ParallelError<Never>) {
        _ = try await Parallel.map(count: 1_000_000, chunkLength: 1, width: 2) { _ in Self.work(0..<2000) }
        return false
      } catch {
        if case .cancelled = error { return true }
        return false
      }
    }
    try? await Task.sleep(for: .milliseconds(5))
    task.cancel()
    #expect(await task.value)
  }
}
