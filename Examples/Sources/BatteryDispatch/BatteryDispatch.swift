import Foundation
import MarketData
import Storage

/// Finds the schedule of a battery that earns most and prints it.
@main
struct BatteryDispatch {
  static func main() {
    let arguments: Arguments
    do throws(Arguments.UsageError) {
      arguments = try Arguments(CommandLine.arguments.dropFirst())
    } catch {
      complain("\(error.message)\n\n\(Arguments.usage)")
      exit(2)
    }
    if arguments.help {
      print(Arguments.usage)
      return
    }
    do {
      let plan = try Plan(arguments)
      print(arguments.json ? PlanJSON(plan).text : PlanText(plan, arguments.zone).text)
      if let picture = arguments.picture { try write(PlanPicture(plan).svg, to: picture) }
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  private static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw Trouble(description: "\(path): cannot be written: \(error.localizedDescription)")
    }
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

/// Why there is no schedule, for people.
struct Trouble: Error, CustomStringConvertible {
  let description: String
}
