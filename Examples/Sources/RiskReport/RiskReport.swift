import Foundation
import Risk
import Valuation

/// Reads a portfolio and its factors' past changes and prints what it may lose, and why.
@main
struct RiskReport {
  static func main() async {
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
      for name in UnreadMembers.names(in: portfolio) {
        complain("RiskReport: \(arguments.portfolio): \"\(name)\" says nothing to this program and is passed over")
      }
      let history = try named(arguments.returns) { () throws(RiskError) in try FactorHistory(csv: returns.span) }
      let both = "\(arguments.portfolio) with \(arguments.returns)"
      let analysis: Analysis
      do throws(RiskError) {
        analysis = try await Analysis(request, history, WorkLog())
      } catch {
        throw FileError(both, error, columns: history.names)
      }
      print(arguments.json ? try analysis.json() : analysis.text)
    } catch {
      complain("RiskReport: \(error)")
      exit(1)
    }
  }

  /// What stands in a file that cannot be used.
  struct FileError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// Says which file, what was found there and what was expected, and what to do where that is known.
    init(_ path: String, _ error: RiskError, columns: [String] = []) {
      var text = "\(path): found \(error.found), expected \(error.expected)"
      if error.code == .insufficientData, error.expected.contains("rule for missing") {
        text +=
          "\n  \"missing\": \"leaveOutDay\" in the portfolio leaves out such days, \"noChange\" counts them as no change"
      }
      if error.code == .unknownName, error.expected.contains("column"), !columns.isEmpty {
        let rest = columns.count > 20 ? ", …" : ""
        text += "\n  its columns are \(columns.prefix(20).joined(separator: ", "))\(rest)"
      }
      if error.code == .unknownName, error.found.contains("rate of exchange") {
        text +=
          "\n  for example {\"name\": \"EURUSD\", \"kind\": \"exchangeRate\", \"pricedCurrency\": \"EUR\", \"level\": 1.08}"
        text += " among the portfolio's \"factors\""
      }
      description = text
    }
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw FileError("\(path) cannot be read: \(error.localizedDescription)")
    }
  }

  private static func named<Value>(_ path: String, _ read: () throws(RiskError) -> Value) throws -> Value {
    do throws(RiskError) {
      return try read()
    } catch {
      throw FileError(path, error)
    }
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
