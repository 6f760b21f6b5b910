/// What the command line asks for.
struct Arguments {
  var portfolio = ""
  var returns = ""
  var json = false
  var help = false

  static let usage = """
    Usage: RiskReport PORTFOLIO.json RETURNS.csv [--json]

    Says what a portfolio may lose in a day or more, and why: value at risk and expected shortfall from the past, in closed
    form and simulated, by position and book, what past crises would cost, and whether the figures would have held.

      PORTFOLIO.json  {"positions": [{"id": "p1", "factor": "PJM_WEST", "quantity": 5000, "book": "Power/East"}, ...],
                       "confidence": [0.95, 0.99], "paths": 100000, "seed": 1}
      RETURNS.csv     date,PJM_WEST,... with absolute changes of price a day; a blank is a missing one
      --json          print one JSON object instead of tables
      --help          print this text

    Exit status: 0 when there is a report, 1 when the input cannot be used, 2 for a wrong command line.
    """

  struct UsageError: Error {
    let message: String
  }

  init(_ arguments: some Sequence<String>) throws(UsageError) {
    var paths: [String] = []
    var onlyPaths = false
    for argument in arguments {
      switch argument {
      case "--" where !onlyPaths: onlyPaths = true
      case "--json" where !onlyPaths: json = true
      case "--help" where !onlyPaths, "-h" where !onlyPaths: help = true
      case let option where option.hasPrefix("-") && option.count > 1 && !onlyPaths:
        throw UsageError(message: "unknown option \(option)")
      default: paths.append(argument)
      }
    }
    guard !help else { return }
    guard paths.count == 2 else {
      throw UsageError(message: "a portfolio and a table of returns expected, \(paths.count) paths given")
    }
    (portfolio, returns) = (paths[0], paths[1])
  }
}
