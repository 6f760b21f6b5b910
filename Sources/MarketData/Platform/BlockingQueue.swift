internal import Dispatch

/// Runs blocking work on threads of Dispatch, so that no thread of the cooperative pool waits for a disk.
struct BlockingQueue: Sendable {
  private let queue: DispatchQueue

  /// Makes a queue: one job at a time, or several when `isConcurrent`.
  init(_ label: String, isConcurrent: Bool = false) {
    queue = DispatchQueue(label: label, attributes: isConcurrent ? .concurrent : [])
  }

  /// Runs a job and waits for it without blocking the caller's thread.
  ///
  /// Both threads pass through one mutex: where a job ends before its caller has suspended, the thread sanitizer sees no order
  /// between the two in the continuation itself and reports whatever the job made as a race.
  func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let isDone = Guarded(false)
    let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
      queue.async {
        let result: Result<Value, Failure>
        do throws(Failure) {
          result = .success(try body())
        } catch {
          result = .failure(error)
        }
        isDone.withLock { $0 = true }
        continuation.resume(returning: result)
      }
    }
    isDone.withLock { assert($0) }
    return try result.get()
  }
}
