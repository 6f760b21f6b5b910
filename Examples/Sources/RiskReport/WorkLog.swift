import Foundation
import Synchronization

/// Tells a person on standard error how far long work is: nothing in the first two seconds, then a line every two seconds.
final class WorkLog: Sendable {
  private let last = Mutex(ContinuousClock.now)

  /// Says what is being done, and how much of it is done, where it is time to.
  func tell(_ work: String, _ part: Double? = nil) {
    let isDue = last.withLock { last in
      guard ContinuousClock.now - last >= .seconds(2) else { return false }
      last = .now
      return true
    }
    guard isDue else { return }
    let share = part.map { String(format: ", %.0f %% done", 100 * $0) } ?? ""
    FileHandle.standardError.write(Data("RiskReport: \(work)\(share)\n".utf8))
  }
}
