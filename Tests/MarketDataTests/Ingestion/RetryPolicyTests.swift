import MarketData
import Testing

@Suite struct RetryPolicyTests {
  @Test func waitsGrowToTheCap() {
    let policy = RetryPolicy(maxAttempts: 9, baseSeconds: 2, factor: 3, capSeconds: 50, jitter: 0, seed: 1)
    let waits = (1...9).map { policy.wait(afterAttempt: $0, ofRequest: 0) }
    #expect(waits == [2, 6, 18, 50, 50, 50, 50, 50, nil])
  }

  @Test func jitterShortensAndRepeatsWithTheSeed() {
    let policy = RetryPolicy(maxAttempts: 100, baseSeconds: 10, factor: 1, jitter: 0.5, seed: 5)
    let waits = (0..<1000).compactMap { policy.wait(afterAttempt: 1, ofRequest: $0) }
    #expect(waits.allSatisfy { $0 > 5 && $0 <= 10 })
    #expect(Set(waits).count == 1000)
    let mean = waits.reduce(0, +) / 1000
    #expect(abs(mean - 7.5) < 0.2)
    let again = RetryPolicy(maxAttempts: 100, baseSeconds: 10, factor: 1, jitter: 0.5, seed: 5)
    #expect((0..<1000).compactMap { again.wait(afterAttempt: 1, ofRequest: $0) } == waits)
  }

  @Test func anAskedForWaitIsALowerBound() {
    let policy = RetryPolicy(baseSeconds: 8, jitter: 0, longestRetryAfterSeconds: 60, seed: 1)
    #expect(policy.wait(afterAttempt: 1, ofRequest: 0, retryAfterSeconds: 3) == 8)
    #expect(policy.wait(afterAttempt: 1, ofRequest: 0, retryAfterSeconds: 20) == 20)
    #expect(policy.wait(afterAttempt: 1, ofRequest: 0, retryAfterSeconds: 61) == nil)
    #expect(policy.wait(afterAttempt: 1, ofRequest: 0, retryAfterSeconds: .nan) == 8)
    #expect(RetryPolicy.never.wait(afterAttempt: 1, ofRequest: 0) == nil)
  }
}
