import MarketData

/// What the command line asks for.
struct Arguments {
  var prices = ""
  var asset = ""
  var minutes = 60
  var start: Instant?
  var from: Instant?
  var to: Instant?
  var windowHours: Int?
  var zone = MarketTimeZone.utc
  var json = false
  var picture: String?
  var help = false

  static let usage = """
    Usage: BatteryDispatch PRICES.csv[.gz] --asset asset.json --step MINUTES [--json] [--svg FILE] [...]

    Finds the schedule of a battery that earns most from energy and services, and says what it earns.

      --asset FILE     the battery and its services (JSON)
      --step MINUTES   the length of a row of prices, 1 to 1440
      --json           print one JSON object instead of tables
      --svg FILE       draw prices, power and state of charge
      --start INSTANT  when the first row begins, where the file has no column of starts; 2025-01-01T00:00Z unless given
      --from INSTANT   leave out the rows that begin before this
      --to INSTANT     leave out the rows that begin at this or after it
      --zone NAME      the zone of days and months in tables and daily limits; UTC unless given
      --window HOURS   plan so many hours at a time without a look at the prices behind them, each window ending with the
                       energy that it begins with; without it all prices are known from the beginning. Refused where a
                       limit reaches over the windows' ends: a ramp, a limit by the year or, unless HOURS are whole days, by
                       the day, a service's least duration
      --help           print this text

    PRICES has a header naming `energy` and each of the asset's services, in currency per MWh, and per MW and hour; `start`, if
    there, holds the instants at which the rows begin; other columns are left alone. `captureRatio` is what the schedule earns over what all prices known from
    the beginning would earn: 1 without --window.

    Exit status: 0 with a schedule, 1 for input that cannot be used or a battery that cannot keep its limits, 2 for a wrong
    command line.
    """

  struct UsageError: Error {
    let message: String
  }

  init(_ arguments: some Sequence<String>) throws(UsageError) {
    var paths: [String] = []
    var onlyPaths = false
    var rest = Array(arguments)[...]
    var hasStep = false
    while let argument = rest.popFirst() {
      func value() throws(UsageError) -> String {
        guard let value = rest.popFirst() else { throw UsageError(message: "\(argument) needs a value") }
        return value
      }
      guard !onlyPaths, argument.hasPrefix("-"), argument.count > 1 else {
        paths.append(argument)
        continue
      }
      switch argument {
      case "--": onlyPaths = true
      case "--json": json = true
      case "--help", "-h": help = true
      case "--asset": asset = try value()
      case "--svg": picture = try value()
      case "--step":
        minutes = try Self.number(try value(), 1...1440, argument)
        hasStep = true
      case "--window": windowHours = try Self.number(try value(), 1...8784, argument)
      case "--start": start = try Self.instant(try value(), argument)
      case "--from": from = try Self.instant(try value(), argument)
      case "--to": to = try Self.instant(try value(), argument)
      case "--zone":
        let name = try value()
        guard let known = MarketTimeZone(identifier: name) else { throw UsageError(message: "unknown zone \(name)") }
        zone = known
      default: throw UsageError(message: "unknown option \(argument)")
      }
    }
    if help { return }
    guard paths.count == 1, let only = paths.first else {
      throw UsageError(message: paths.isEmpty ? "no file of prices" : "more than one file of prices")
    }
    guard !asset.isEmpty else { throw UsageError(message: "--asset is needed") }
    guard hasStep else { throw UsageError(message: "--step is needed") }
    prices = only
  }

  private static func number(
    _ text: String, _ range: ClosedRange<Int>, _ option: String
  ) throws(UsageError) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw UsageError(
        message: "\(option) needs a whole number from \(range.lowerBound) to \(range.upperBound), not \(text)")
    }
    return number
  }

  private static func instant(_ text: String, _ option: String) throws(UsageError) -> Instant {
    guard let instant = Instant(iso8601: text) ?? Instant(iso8601: text + "Z") ?? Instant(iso8601: text + "T00:00Z")
    else { throw UsageError(message: "\(option) needs an instant as 2025-01-01T00:00Z, not \(text)") }
    return instant
  }
}
