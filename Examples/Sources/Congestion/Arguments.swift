/// What the command line asks for.
struct Arguments {
  var network: String?
  var prices: [String] = []
  var hub: String?
  var svg: String?
  var json = false
  var help = false

  static let usage = """
    Usage: Congestion [--json] [--svg FILE] [--hub NAME] [CASE.m [PRICES...]]

    Reads a MATPOWER case: its shift factors, what carries most power, what each outage would overload. Reads files of prices as
    MISO, CAISO, PJM and ERCOT publish them: how far each place's congestion lies off its hub's by hour of the day, which
    places move together, and what a right from the hub to each would have paid.
    Without paths it reads the fixtures of this repository.

      --json      print one JSON object instead of tables
      --svg FILE  draw the network, buses coloured by shift factor, branches by loading
      --hub NAME  the hub; the first one of the file unless given
      --help      print this text
    """

  struct UsageError: Error {
    let message: String
  }

  init(_ arguments: some Sequence<String>) throws(UsageError) {
    var iterator = arguments.makeIterator()
    while let argument = iterator.next() {
      switch argument {
      case "--json": json = true
      case "--help", "-h": help = true
      case "--svg", "--hub":
        guard let value = iterator.next() else { throw UsageError(message: "\(argument) needs a value") }
        if argument == "--svg" { svg = value } else { hub = value }
      case let option where option.hasPrefix("-") && option.count > 1:
        throw UsageError(message: "unknown option \(option)")
      case let path where network == nil: network = path
      default: prices.append(argument)
      }
    }
  }
}
