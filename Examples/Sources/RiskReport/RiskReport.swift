import Foundation
import Risk
import Valuation

/// Reads a portfolio and its factors' past changes and prints what it may lose, and why.
@main
struct RiskReport {
  static func main() {
    let arguments: Arguments
    do throws(Arguments.UsageError) {
      arguments = try Arguments(CommandLine.arguments.dropFirst())
    } catch {
      complain("\(error.message)\n\(Arguments.usage)")
      exit(2)
    }
    if arguments.help {
      print(Arguments.usage)
      return
    }
    do {
      let portfolio = try bytes(of: arguments.portfolio)
      let returns = try bytes(of: arguments.returns)
      let request = try named(arguments.portfolio) { () throws(RiskError) in try RiskRequest(json: portfolio.span) }
      let history = try named(arguments.returns) { () throws(RiskError) in try FactorHistory(csv: returns.span) }
      let analysis = try Analysis(request, history)
      print(arguments.json ? try analysis.json() : analysis.text)
    } catch {
      complain("RiskReport: \(error)")
      exit(1)
    }
  }

  /// What stands in a file that cannot be used.
  struct FileError: Error, CustomStringConvertible {
    let description: String
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw FileError(description: "\(path) cannot be read: \(error.localizedDescription)")
    }
  }

  private static func named<Value>(_ path: String, _ read: () throws(RiskError) -> Value) throws -> Value {
    do throws(RiskError) {
      return try read()
    } catch {
      throw FileError(description: "\(path): found \(error.found), expected \(error.expected)")
    }
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
