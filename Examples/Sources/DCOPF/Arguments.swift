import Nodal

/// What the command line asks for.
struct Arguments {
  var path = ""
  var convention = SusceptanceConvention.matpower
  var json = false
  var help = false

  static let usage = """
    Usage: DCOPF CASE.m [--convention matpower|powerModels] [--json]

    Finds the cheapest dispatch of a MATPOWER case by a linear model, and says what power is worth at each bus and why.

      --convention NAME  how susceptances follow from impedances: matpower (the default) or powerModels
      --json             print one JSON object instead of tables
      --help             print this text

    The exit status is 0 for an optimal dispatch, 1 for a case that cannot be read or dispatched, and 2 for a wrong command line.
    """

  struct UsageError: Error {
    let message: String
  }

  init(_ arguments: some Sequence<String>) throws(UsageError) {
    var paths: [String] = []
    var onlyPaths = false
    var expectsConvention = false
    for argument in arguments {
      if expectsConvention {
        guard let named = SusceptanceConvention(rawValue: argument) else {
          throw UsageError(message: "no convention \(argument)")
        }
        convention = named
        expectsConvention = false
        continue
      }
      switch argument {
      case "--" where !onlyPaths: onlyPaths = true
      case "--json" where !onlyPaths: json = true
      case "--convention" where !onlyPaths: expectsConvention = true
      case "--help" where !onlyPaths, "-h" where !onlyPaths: help = true
      case let option where option.hasPrefix("-") && option.count > 1 && !onlyPaths:
        throw UsageError(message: "unknown option \(option)")
      default: paths.append(argument)
      }
    }
    if help { return }
    guard !expectsConvention else { throw UsageError(message: "--convention needs a name") }
    guard paths.count == 1, let only = paths.first else {
      throw UsageError(message: paths.isEmpty ? "no case" : "more than one case")
    }
    path = only
  }
}
