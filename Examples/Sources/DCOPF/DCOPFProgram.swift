import ExampleSupport
import Foundation
import MarketData
import Nodal

/// Dispatches a case and prints what power is worth.
@main
struct DCOPFProgram {
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
      let program = try DCOPFProgram(arguments)
      if arguments.json { try program.printJSON() } else { print(program.text) }
      guard program.result.status.isOptimal else {
        complain("\(program.name): \(program.result.status)")
        exit(1)
      }
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  private let name: String
  private let network: Network
  private let result: DispatchResult
  private let parts: PriceDecomposition?
  private let seconds: Double

  private init(_ arguments: Arguments) throws {
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments.path)))
    } catch {
      throw Trouble(description: "\(arguments.path): cannot be read: \(error.localizedDescription)")
    }
    network = try ParsedNetwork(matpower: bytes.span, source: arguments.path).network
    let file = URL(fileURLWithPath: arguments.path).lastPathComponent
    name = network.name.isEmpty ? String(file.prefix { $0 != "." }) : network.name
    let start = ContinuousClock.now
    let options = DCOPF.Options(convention: arguments.convention)
    result = try DCOPF(network, options).solve()
    let passed = (ContinuousClock.now - start).components
    seconds = Double(passed.seconds) + 1e-18 * Double(passed.attoseconds)
    parts =
      result.status.isOptimal
      ? try result.decomposed(in: network, reference: .reference) : nil
  }

  private func printJSON() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let report = Report(name, network, result, parts, seconds: seconds)
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }

  /// Tables: the cost, what binds, and the buses whose prices differ most from the energy price.
  private var text: String {
    var lines = ["\(name): \(grouped(network.buses.count)) buses, \(grouped(network.branches.count)) branches"]
    guard let parts, let objective = result.objective else {
      return (lines + ["status \(result.status)"] + conflict).joined(separator: "\n")
    }
    let time = String(format: "%.3f", seconds)
    lines.append("status \(result.status), \(result.iterations) iterations, \(time) s")
    lines.append("cost \(decimal(objective)) an hour, \(decimal(result.outputs.reduce(0, +))) MW put out")
    var limits = TextTable("limit", "flow MW>", "limit MW>", "shadow price>")
    for limit in result.binding.prefix(20) {
      limits.add("\(limit.limit)", decimal(limit.flow), decimal(limit.bound), decimal(limit.shadowPrice))
    }
    lines += ["", limits.isEmpty ? "No limit of flow binds: power has one price everywhere." : limits.text]
    if result.binding.count > 20 { lines.append("and \(result.binding.count - 20) more") }
    let places = network.buses.indices.filter { network.buses[$0].isInService }
    let shown =
      places.count <= 30 ? places : Array(places.sorted { result.prices[$0] > result.prices[$1] }.spread(to: 30))
    var buses = TextTable("bus>", "price>", "energy>", "congestion>", "loss>")
    for place in shown {
      buses.add(
        "\(network.buses[place].number)", decimal(result.prices[place]), decimal(parts.energy[place]),
        decimal(parts.congestion[place]), decimal(parts.loss[place] + parts.transport[place]))
    }
    lines += ["", buses.text]
    if shown.count < places.count { lines.append("\(shown.count) of \(grouped(places.count)) buses, evenly by price") }
    return lines.joined(separator: "\n")
  }

  /// Which limits cannot hold together.
  private var conflict: [String] {
    guard let conflict = result.conflict else { return [] }
    var table = TextTable("limit", "side", "bound MW>", "weight>")
    for part in conflict.limits.prefix(20) {
      var side = part.isUpper ? "at most" : "at least"
      if case .demand = part.limit { side = "to serve" }
      table.add("\(part.limit)", side, decimal(part.bound), decimal(part.weight))
    }
    let proof = conflict.isProven ? "proven" : "not proven beyond rounding"
    let more = conflict.limits.count > 20 ? ["and \(conflict.limits.count - 20) more"] : []
    return [
      "These limits cannot hold together, by \(decimal(conflict.margin)) MW of their weighted sum (\(proof)):",
      table.text,
    ]
      + more
  }

  private struct Trouble: Error, CustomStringConvertible {
    let description: String
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

extension Array {
  /// Some of the elements, the first and the last among them, evenly spread.
  func spread(to count: Int) -> [Element] {
    guard self.count > count, count > 1 else { return self }
    return (0..<count).map { self[$0 * (self.count - 1) / (count - 1)] }
  }
}
