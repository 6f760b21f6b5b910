internal import Dispatch

/// Runs blocking work on threads of Dispatch, so that no thread of the cooperative pool waits for a disk.
struct BlockingQueue: Sendable {
  private let queue: DispatchQueue

  /// Makes a queue: one job at a time, or several when `isConcurrent`.
  init(_ label: String, isConcurrent: Bool = false) {
    queue = DispatchQueue(label: label, attributes: isConcurrent ? .concurrent : [])
  }

  /// Runs a job and waits for it without blocking the caller's thread.
  func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
      queue.async {
        do throws(Failure) {
          continuation.resume(returning: .success(try body()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    return try result.get()
  }
}
