import Foundation

/// One thing that is measured: how to prepare it, what to repeat.
struct Benchmark: Sendable {
  /// The name that filters match.
  let name: String
  /// What one run handles: bytes for parsers, rows or calls for the rest.
  let unit: String
  /// How often the work does the same; figures are of one time.
  var repeats = 1
  /// Prepares the work once and returns the number of units of one run and the work itself, which returns a value to keep.
  let prepare: @Sendable (Settings) async throws -> (units: Int, work: @Sendable () async throws -> Int)
  /// Looks at a result and says what is wrong with it; asked once, outside the clock.
  var remark: (@Sendable () async throws -> String)?
}

/// What the command line sets.
struct Settings: Sendable {
  var filter = ""
  var runs = 7
  var json = false
  var list = false
  var memory = false
  var writeFolder: String?
  var dataFolder = NSTemporaryDirectory() + "carbon254-benchmarks"
  var storeRows = 5_000_000
  var problemFolder: String?
  var gridFolder: String?
}

/// The figures of one benchmark.
struct Figures: Encodable {
  let name: String
  let unit: String
  let units: Int
  let runs: Int
  let minSeconds: Double
  let medianSeconds: Double
  let minCPUSeconds: Double
  let unitsPerCPUSecond: Double
  /// Peak resident memory, input included, above what was resident at the start, in bytes; only with `--memory`.
  let peakBytes: Int?
  /// What is wrong with the result; empty when it is right, absent where nobody looks.
  let remark: String?
}

extension Benchmark {
  /// Runs the benchmark: one warm-up, then `settings.runs` timed runs, in wall and CPU seconds of the process.
  func measure(_ settings: Settings) async throws -> Figures {
    let before = Memory.resident()
    let (units, work) = try await prepare(settings)
    var sink = settings.memory ? 0 : try await work()
    var wall: [Double] = []
    var cpu: [Double] = []
    for _ in 0..<max(settings.memory ? 1 : settings.runs, 1) {
      let wallStart = Time.wall()
      let cpuStart = Time.cpu()
      sink &+= try await work()
      cpu.append((Time.cpu() - cpuStart) / Double(repeats))
      wall.append((Time.wall() - wallStart) / Double(repeats))
    }
    keep(sink)
    let fastest = cpu.min() ?? 0
    return Figures(
      name: name, unit: unit, units: units, runs: wall.count, minSeconds: wall.min() ?? 0,
      medianSeconds: wall.sorted()[wall.count / 2], minCPUSeconds: fastest,
      unitsPerCPUSecond: fastest > 0 ? Double(units) / fastest : 0,
      peakBytes: settings.memory ? Memory.peak() - before : nil, remark: try await remark?())
  }
}

/// Keeps the optimiser from removing work whose result nobody reads.
@inline(never)
func keep(_ value: Int) {
  if value == .min { print("") }
}

/// Seconds from the system's clocks.
enum Time {
  static func wall() -> Double { read(CLOCK_MONOTONIC) }
  static func cpu() -> Double { read(CLOCK_PROCESS_CPUTIME_ID) }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Resident memory of this process, from the proc file system.
enum Memory {
  static func resident() -> Int { field("VmRSS:") }
  static func peak() -> Int { field("VmHWM:") }

  private static func field(_ name: String) -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }
    return 0
  }
}
