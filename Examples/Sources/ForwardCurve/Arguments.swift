/// What the command line asks for.
struct Arguments {
  var path = ""
  var json = false
  var picture: String?
  var help = false

  static let usage = """
    Usage: ForwardCurve QUOTES.json [--json] [--svg FILE]

    Builds the smoothest forward curve that re-prices every quote of a file, and says how it did.

      --json      print the curve, the re-pricing, the roughness and the status as one JSON object, instead of tables
      --svg FILE  draw the curve with its quotes
      --help      print this text

    The exit status is 0 for a curve that meets its quotes, 1 for input that cannot be read or quotes that contradict each
    other, and 2 for a wrong command line.
    """

  struct UsageError: Error {
    let message: String
  }

  init(_ arguments: some Sequence<String>) throws(UsageError) {
    var paths: [String] = []
    var onlyPaths = false
    var expectsPicture = false
    for argument in arguments {
      if expectsPicture {
        picture = argument
        expectsPicture = false
        continue
      }
      switch argument {
      case "--" where !onlyPaths: onlyPaths = true
      case "--json" where !onlyPaths: json = true
      case "--svg" where !onlyPaths: expectsPicture = true
      case "--help" where !onlyPaths, "-h" where !onlyPaths: help = true
      case let option where option.hasPrefix("-") && option.count > 1 && !onlyPaths:
        throw UsageError(message: "unknown option \(option)")
      default: paths.append(argument)
      }
    }
    if help { return }
    guard !expectsPicture else { throw UsageError(message: "--svg needs a file") }
    guard paths.count == 1, let only = paths.first else {
      throw UsageError(message: paths.isEmpty ? "no file of quotes" : "more than one file of quotes")
    }
    path = only
  }
}
