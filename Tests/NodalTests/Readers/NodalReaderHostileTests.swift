import MarketData
import Nodal
import Testing

/// Input that means harm: every reader answers with a typed error or a network, in bounded time and memory.
@Suite struct NodalReaderHostileTests {
  /// Numbers from a seed.
  private struct Lottery: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let limits: Limits = {
    var limits = Limits()
    limits.maxPayloadBytes = 1 << 22
    limits.maxDefects = 200
    return limits
  }()

  /// A format to read bytes as.
  private enum Format: CaseIterable {
    case matpower, psse, pypsa

    func read(_ bytes: [UInt8], _ mode: ParseMode) throws(ParseError) -> ParsedNetwork {
      switch self {
      case .matpower: return try ParsedNetwork(matpower: bytes.span, mode: mode, limits: limits)
      case .psse: return try ParsedNetwork(psse: bytes.span, mode: mode, limits: limits)
      case .pypsa:
        var files = PyPSAReaderTests.folder.mapValues { Array($0.utf8) }
        files["generators.csv"] = bytes
        files["loads-p_set.csv"] = bytes
        return try ParsedNetwork(pypsa: files, mode: mode, limits: limits)
      }
    }
  }

  /// Reads bytes as each format in both modes, and checks what comes out.
  private static func readAll(_ bytes: [UInt8]) {
    for format in Format.allCases {
      check(format, bytes, .strict)
      check(format, bytes, .lenient)
    }
  }

  private static func check(_ format: Format, _ bytes: [UInt8], _ mode: ParseMode) {
    do throws(ParseError) {
      let parsed = try format.read(bytes, mode)
      #expect(!parsed.network.buses.isEmpty)
      #expect(mode == .lenient || parsed.defects.isEmpty)
      #expect(parsed.network.validate().allSatisfy { !$0.message.isEmpty })
    } catch {
      #expect(!error.description.isEmpty)
    }
  }

  private static func seeds() throws -> [[UInt8]] {
    [
      Array(MATPOWERReaderTests.full.utf8), try Fixtures.bytes("six-bus.raw"),
      Array((PyPSAReaderTests.folder["generators.csv"] ?? "").utf8),
    ]
  }

  @Test func `files that are cut off anywhere`() throws {
    for seed in try Self.seeds() {
      for length in stride(from: 0, to: seed.count, by: 23) { Self.readAll(Array(seed.prefix(length))) }
    }
  }

  @Test func `files with bytes changed, dropped and doubled`() throws {
    var lottery = Lottery(state: 254)
    let marks = Array("[]{}();,'\"%#./-+*^=:eE0123456789 \n\r\t\0".utf8)
    for seed in try Self.seeds() {
      for _ in 0..<120 {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...6, using: &lottery) {
          let place = Int.random(in: 0..<bytes.count, using: &lottery)
          switch Int.random(in: 0..<4, using: &lottery) {
          case 0: bytes[place] = marks[Int.random(in: 0..<marks.count, using: &lottery)]
          case 1: bytes.remove(at: place)
          case 2: bytes.insert(contentsOf: bytes[max(0, place - 30)..<place], at: place)
          default: bytes[place] = UInt8.random(in: 0...255, using: &lottery)
          }
        }
        Self.readAll(bytes)
      }
    }
  }

  @Test func `deep nesting is refused, and does not use up the stack`() {
    for (opening, closing) in [
      ("(", ")"), ("-", ""), ("(-", ")"), ("mpc.a(1,", ")"), ("sqrt(", ")"), ("[", "]"), ("{", "}"),
    ] {
      let text =
        "mpc.x = " + String(repeating: opening, count: 50_000) + "1" + String(repeating: closing, count: 50_000) + "\n"
      #expect(failure { () throws(ParseError) in try .matpower(text) } != nil)
      #expect(failure { () throws(ParseError) in try .matpower("mpc.y = [" + text + "]") } != nil)
    }
  }

  @Test func `numbers at the edge of what a double holds`() throws {
    for number in [
      "1e308", "-1e308", "1e-320", "9007199254740993", "1e400", "99999999999999999999", "-0", "2e9",
      "9223372036854775808",
    ] {
      for column in 0..<13 {
        var row = ["1", "3", "1", "1", "1", "1", "1", "1", "0", "20", "1", "1.1", "0.9"]
        row[column] = number
        let text = MATPOWERReaderTests.small("").replacing(
          "1 3 400 200 0 0 1 1 0 20 1 1.1 0.9", with: row.joined(separator: " "))
        Self.readAll(Array(text.utf8))
      }
      let raw = String(decoding: try Fixtures.bytes("six-bus.raw"), as: UTF8.self)
      for old in ["1.05000,   0.000,  30.000", "230.0000,3", "   100.000,    30.000", "    1,    -2,"] {
        Self.readAll(Array(raw.replacing(old, with: old.replacing("0", with: number)).utf8))
        Self.readAll(Array(raw.replacing(old, with: number + ", " + old).utf8))
      }
    }
  }

  @Test func `rows, columns, fields and defects are bounded`() {
    var limits = Limits()
    (limits.maxRows, limits.maxFields, limits.maxDefects, limits.maxNesting) = (100, 50, 20, 8)
    let texts = [
      "mpc.bus = [" + String(repeating: "1;", count: 101) + "];",
      "mpc.bus = [" + String(repeating: "1 ", count: 51) + "];",
      "mpc.names = {" + String(repeating: "'a' ", count: 101) + "};",
      (0..<51).map { "mpc.a\($0) = 1;" }.joined(separator: "\n"),
      String(repeating: "what is this\n", count: 21),
      "mpc.bus = [" + String(repeating: "x;", count: 21) + "];",
      "mpc.a = [1 2 3];" + String(repeating: "mpc.a(:, 1:3) = 2;", count: 40),
      "mpc.a(:, [" + String(repeating: "1 ", count: 51) + "]) = 1;",
      "[" + String(repeating: "A, ", count: 51) + "] = idx_bus;",
      "mpc.x = ((((((((((1))))))))));",
    ]
    for text in texts {
      let error = failure { () throws(ParseError) in try .matpower(text, .lenient, limits: limits) }
      #expect(error?.code == .limitExceeded, "\(text.prefix(30))")
    }
    let raw = "0, 100, 33\n\n\n" + (1...101).map { "\($0),'A',1\n" }.joined()
    #expect(failure { () throws(ParseError) in try .psse(raw, .lenient, limits: limits) }?.code == .limitExceeded)
    let folder = ["buses.csv": "name,v_nom\n" + (1...101).map { "\($0),1\n" }.joined()]
    #expect(failure { () throws(ParseError) in try .pypsa(folder, .lenient, limits: limits) }?.code == .limitExceeded)
  }

  @Test func `payloads above the limit, gzip that grows and gzip that is broken`() {
    var limits = Limits()
    limits.maxPayloadBytes = 1000
    let long = String(repeating: "%", count: 1001)
    #expect(failure { () throws(ParseError) in try .matpower(long, limits: limits) }?.code == .limitExceeded)
    for broken in [[0x1F, 0x8B], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 75, 76, 4]] as [[UInt8]] { Self.readAll(broken) }
  }

  /// Many defects on one line must not each go through the line again; a large file is read once.
  @Test func `one line of many statements and many defects`() {
    var limits = Limits()
    limits.maxDefects = 1_000_000
    let texts = [
      String(repeating: "mpc.a = ; ", count: 20_000), String(repeating: "mpc.b = [1 x; 2 3]; ", count: 10_000),
      "mpc.c = [" + String(repeating: "x 1;", count: 20_000) + "]", String(repeating: "]", count: 50_000),
      String(repeating: "'", count: 50_000), String(repeating: "%{\n", count: 20_000),
      "mpc.d = {" + String(repeating: "x;", count: 20_000) + "}",
      String(repeating: "... ", count: 20_000), "mpc.e = [" + String(repeating: "...\n", count: 20_000) + "]",
    ]
    for text in texts {
      let error = failure { () throws(ParseError) in try .matpower(text, .lenient, limits: limits) }
      #expect(error?.code == .missingField, "\(text.prefix(20)) \(error.map { "\($0)" } ?? "")")
    }
  }
}
