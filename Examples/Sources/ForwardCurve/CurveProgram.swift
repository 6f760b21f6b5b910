import Curves
import Foundation
import MarketData

/// Builds a curve from a file of quotes and prints it.
@main
struct CurveProgram {
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
      let program = try CurveProgram(path: arguments.path)
      if arguments.json { try program.printJSON() } else { print(try CurveText(program.request, program.built).text()) }
      if let picture = arguments.picture { try program.draw(picture) }
      guard program.built.status == .solved else {
        complain(program.trouble)
        exit(1)
      }
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  private let request: CurveRequest
  private let built: BuiltCurve

  private init(path: String) throws {
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Trouble(description: "\(path): cannot be read: \(error.localizedDescription)")
    }
    request = try CurveRequest(json: bytes, source: path)
    built = try request.definition.build(request.quotes)
  }

  private func printJSON() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let report = try request.fineGrid.map { try built.report(on: $0) } ?? built.report
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }

  private func draw(_ path: String) throws {
    do {
      try Data(CurvePicture(built).svg.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw Trouble(description: "\(path): cannot be written: \(error.localizedDescription)")
    }
  }

  /// Why there is no good curve.
  private var trouble: String {
    guard built.status == .contradictory else { return "the curve was not solved: \(built.status)" }
    let lines = built.conflict.map { id -> String in
      guard let quote = built.quotes.first(where: { $0.id == id }) else { return "  \(id)" }
      return "  \(id): \(quote.price.text), \(quote.period.first) to \(quote.period.end)"
    }
    return "these quotes contradict each other; without any one of them the rest of them can hold:\n"
      + lines.joined(separator: "\n")
  }

  private struct Trouble: Error, CustomStringConvertible {
    let description: String
  }

  private static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  private func complain(_ text: String) { Self.complain(text) }
}

extension CurveRequest {
  /// The grid of the points that are asked for, where it is finer than the curve's own.
  var fineGrid: DeliveryGrid? {
    switch granularity {
    case .month, .day: nil
    case .hour: DeliveryGrid(covering: definition.grid.span, seconds: 3600)
    case .quarterHour: DeliveryGrid(covering: definition.grid.span, seconds: 900)
    }
  }
}

extension QuotedPrice {
  /// The price as people write it.
  var text: String {
    switch self {
    case .firm(let price): "\(price)"
    case .soft(let price, let weight): "\(price) with weight \(weight)"
    case .bidAsk(let bid, let ask): "\(bid.isFinite ? "\(bid)" : "no bid") / \(ask.isFinite ? "\(ask)" : "no ask")"
    }
  }
}
