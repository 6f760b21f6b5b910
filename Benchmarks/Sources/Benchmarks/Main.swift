import Foundation

/// Measures the library's hot paths; `Peers/compare.py` runs other programs on the same files beside it.
@main
struct Main {
  static let usage = """
    Usage: Benchmarks [FILTER] [--runs N] [--json] [--memory] [--list] [--data DIR] [--write DIR] [--store-rows N]
                      [--problems DIR] [--grid DIR]

      FILTER          run the benchmarks whose name contains it
      --runs N        timed runs of each (default 7, after one warm-up)
      --json          print one JSON array
      --memory        one run, and the peak of resident memory, input included; name one benchmark, and give --data a
                      folder that --write filled, or the generator's memory is counted too
      --list          print the names
      --write DIR     write the generated payloads into a folder, for other programs to read, and stop
      --data DIR      where generated payloads and stores are kept (default: a folder below the temporary directory)
      --store-rows N  rows of the store that queries read (default 5,000,000)
      --problems DIR  measure a solve of every problem file in the folder; Peers/problems.py writes them
      --grid DIR      measure networks on the cases in the folder, those of the public grid library
    """

  static func main() async {
    do {
      try await run()
    } catch {
      FileHandle.standardError.write(Data("Benchmarks: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run() async throws {
    var settings = Settings()
    var arguments = CommandLine.arguments.dropFirst()
    while let argument = arguments.popFirst() {
      switch argument {
      case "--runs": settings.runs = Int(arguments.popFirst() ?? "") ?? 7
      case "--json": settings.json = true
      case "--memory": settings.memory = true
      case "--list": settings.list = true
      case "--data": settings.dataFolder = arguments.popFirst() ?? settings.dataFolder
      case "--write": settings.writeFolder = arguments.popFirst()
      case "--store-rows": settings.storeRows = Int(arguments.popFirst() ?? "") ?? settings.storeRows
      case "--problems": settings.problemFolder = arguments.popFirst()
      case "--grid": settings.gridFolder = arguments.popFirst()
      case "--help", "-h":
        print(usage)
        return
      default: settings.filter = argument
      }
    }
    if let folder = settings.writeFolder {
      try Payload.writeAll(to: folder)
      return
    }
    let all =
      [
        ParserBenchmarks.all, TimeBenchmarks.all, StoreBenchmarks.all, KernelBenchmarks.all(settings),
        NumericBenchmarks.all, CurveDeskBenchmarks.all, CurveBenchmarks.all(settings),
        RiskBenchmarks.all, StorageBenchmarks.all(settings), StorageServicesBenchmarks.all(settings),
        NodalBenchmarks.all(settings),
      ].flatMap { $0 }
    let chosen = all.filter { settings.filter.isEmpty || $0.name.contains(settings.filter) }
    if settings.list {
      for benchmark in chosen { print(benchmark.name) }
      return
    }
    var figures: [Figures] = []
    for benchmark in chosen {
      let figure = try await benchmark.measure(settings)
      figures.append(figure)
      if !settings.json { print(line(figure)) }
    }
    if settings.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      print(String(decoding: try encoder.encode(figures), as: UTF8.self))
    }
  }

  private static func line(_ figure: Figures) -> String {
    let name = figure.name.padding(toLength: 28, withPad: " ", startingAt: 0)
    let times = String(
      format: "min %9.3f ms  median %9.3f ms  cpu %9.3f ms", figure.minSeconds * 1e3, figure.medianSeconds * 1e3,
      figure.minCPUSeconds * 1e3)
    let rate: String
    switch figure.unit {
    case "byte": rate = String(format: "%8.0f MB/s", figure.unitsPerCPUSecond / 1e6)
    default: rate = String(format: "%8.1f ns/%@", figure.minSeconds * 1e9 / Double(figure.units), figure.unit)
    }
    let memory = figure.peakBytes.map { peak -> String in
      let ratio = figure.unit == "byte" ? String(format: " (%.2f x payload)", Double(peak) / Double(figure.units)) : ""
      return String(format: "  peak %.0f MB", Double(peak) / 1e6) + ratio
    }
    let remark = figure.remark.map { $0.isEmpty ? "" : "  \($0)" }
    return "\(name)  \(times)  \(rate)\(memory ?? "")\(remark ?? "")"
  }
}
