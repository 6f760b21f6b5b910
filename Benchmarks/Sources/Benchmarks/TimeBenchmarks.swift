import MarketData

/// Conversions between labels, local time and UTC.
enum TimeBenchmarks {
  static let all: [Benchmark] = [
    Benchmark(name: "time/utc-to-local", unit: "conversion") { _ in
      let zone = MarketTimeZone.central
      return (
        1_000_000,
        {
          var sum = 0
          for step in 0..<1_000_000 {
            sum &+= zone.utcOffset(at: Instant(secondsSince1970: 1_700_000_000 + Int64(step) * 61))
          }
          return sum
        }
      )
    },
    Benchmark(name: "time/local-to-utc", unit: "conversion") { _ in
      let zone = MarketTimeZone.central
      return (
        1_000_000,
        {
          var sum: Int64 = 0
          for step in 0..<1_000_000 {
            let local = LocalDateTime(
              date: LocalDate(daysSince1970: 19_000 + Int32(step / 1440)), secondsOfDay: Int32(step % 1440 * 60))
            sum &+= zone.instant(of: local, occurrence: .first)?.secondsSince1970 ?? 0
          }
          return Int(truncatingIfNeeded: sum)
        }
      )
    },
    Benchmark(name: "hash/sha256", unit: "byte") { _ in
      let bytes = [UInt8](repeating: 7, count: 16_000_000)
      return (bytes.count, { SHA256Digest(hashing: bytes).hashValue })
    },
  ]
}
