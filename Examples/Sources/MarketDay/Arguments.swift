/// What the command line asks for.
struct Arguments {
  var paths: [String] = []
  var json = false
  var strict = false
  var help = false

  static let usage = """
    Usage: MarketDay [--json] [--strict] [PATH...]

    Reads files and folders exactly as MISO, CAISO, PJM and ERCOT publish them (plain, gzip or zip), says what each one
    holds and what the market did. Without a path it reads the fixtures of this repository.

      --json     print one JSON array with an object a file, instead of tables
      --strict   exit with status 1 when a file could not be read or has defects
      --help     print this text
    """

  struct UsageError: Error {
    let message: String
  }

  init(_ arguments: some Sequence<String>) throws(UsageError) {
    var onlyPaths = false
    for argument in arguments {
      switch argument {
      case "--" where !onlyPaths: onlyPaths = true
      case "--json" where !onlyPaths: json = true
      case "--strict" where !onlyPaths: strict = true
      case "--help" where !onlyPaths, "-h" where !onlyPaths: help = true
      case let option where option.hasPrefix("-") && option.count > 1 && !onlyPaths:
        throw UsageError(message: "unknown option \(option)")
      default: paths.append(argument)
      }
    }
  }
}
