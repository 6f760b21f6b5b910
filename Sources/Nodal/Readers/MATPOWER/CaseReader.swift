import ByteFormats
import MarketData

/// Reads the statements of a MATPOWER case file, which is a program in MATLAB: what case files are made of, and no more.
///
/// Known are assignments of numbers, texts, matrices and cell arrays to fields, scalar arithmetic, the named columns of `idx_bus` and its
/// like, and assignments to columns (`mpc.branch(:, [BR_R BR_X]) = mpc.branch(:, [BR_R BR_X]) / z`) and elements. Every other statement
/// is a defect.
struct CaseReader {
  let limits: Limits
  var scanner: CaseScanner
  var log: DefectLog
  /// The name of the case, from its function.
  var name = ""
  /// The name of the struct that is returned; `nil` where the case returns its matrices one by one, as version 1 does.
  var root: String? = "mpc"
  /// The fields by their path without the root, and variables by `$` and their name.
  var fields: [String: CaseValue] = [:]
  /// The fields in the order of the file, with their places.
  var order: [(key: String, place: ParseError.Place)] = []
  /// The named columns that the file has asked for.
  var constants: [String: Double] = [:]
  /// How many rows assignments to columns have gone through: what bounds the time of a file that repeats them.
  var work = 0

  init(context: ParseContext, source: String?) {
    limits = context.limits
    scanner = CaseScanner(source: source)
    log = DefectLog(context: context, source: source)
  }

  /// Reads all statements.
  mutating func read(_ bytes: Span<UInt8>) throws(ParseError) {
    if bytes.hasBytes("\u{FEFF}", at: 0) { scanner.offset = 3 }
    while true {
      scanner.skipToStatement(bytes)
      guard scanner.offset < bytes.count else { return }
      let start = scanner
      do throws(ParseError) {
        try statement(bytes)
      } catch {
        guard error.code != .limitExceeded else { throw error }
        try log.record(error)
        // From its beginning, so that the brackets of the statement are seen in pairs.
        scanner = start
        scanner.skipStatement(bytes)
        if scanner.offset == start.offset { scanner.offset += 1 }
      }
    }
  }

  private mutating func statement(_ bytes: Span<UInt8>) throws(ParseError) {
    if scanner.byte(bytes) == UInt8(ascii: "[") { return try deal(bytes) }
    let place = scanner.place()
    let start = scanner.offset
    guard let path = scanner.path(bytes) else { throw unknown(start, bytes) }
    switch path {
    case ["function"]: return try function(bytes)
    case ["end"], ["endfunction"], ["return"]: return
    case ["define_constants"]:
      for constant in CaseColumns.all { constants[constant.name] = constant.value }
      return
    default: break
    }
    scanner.skipBlanks(bytes)
    var selection: CaseSelection?
    if scanner.byte(bytes) == UInt8(ascii: "(") {
      selection = try self.selection(bytes)
      scanner.skipBlanks(bytes)
    }
    guard scanner.byte(bytes) == UInt8(ascii: "="), scanner.byte(bytes, ahead: 1) != UInt8(ascii: "=") else {
      throw unknown(start, bytes)
    }
    scanner.offset += 1
    scanner.skipBlanks(bytes)
    let key = key(path)
    if let selection {
      try assign(to: key, selection, bytes)
    } else {
      let value = try value(field: path.joined(separator: "."), bytes)
      if let value, fields.updateValue(value, forKey: key) == nil { order.append((key, place)) }
      guard order.count <= limits.maxFields else {
        throw scanner.error(.limitExceeded, "more fields", expected: "at most \(limits.maxFields)")
      }
    }
    scanner.skipBlanks(bytes)
    guard scanner.isAtEndOfStatement(bytes) else {
      throw scanner.error(
        .malformed, NetworkInput.excerpt(bytes, scanner.offset, bytes.count), expected: "the end of the statement")
    }
  }

  /// The key of a path: without the root, or marked as a variable.
  func key(_ path: [String]) -> String {
    guard let root else { return path.joined(separator: ".") }
    guard path.count == 1 else {
      return path[0] == root ? path.dropFirst().joined(separator: ".") : path.joined(separator: ".")
    }
    return "$" + path[0]
  }

  /// Reads what is to the right of an equals sign; `nil` where it only defines constants.
  private mutating func value(field: String, _ bytes: Span<UInt8>) throws(ParseError) -> CaseValue? {
    switch scanner.byte(bytes) {
    case UInt8(ascii: "["): return .matrix(try matrix(field: field, bytes))
    case UInt8(ascii: "{"): return .cells(try cells(field: field, bytes))
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try scanner.text(bytes, limits: limits))
    default:
      let start = scanner
      // A function that returns a struct of columns: c = idx_dcline.
      if let word = scanner.word(bytes), let columns = CaseColumns.values(of: word) {
        for column in columns { constants["\(field).\(column.name)"] = column.value }
        return nil
      }
      scanner = start
      return .number(try expression(bytes))
    }
  }

  /// Reads the head of a function.
  private mutating func function(_ bytes: Span<UInt8>) throws(ParseError) {
    scanner.skipBlanks(bytes)
    var outputs: [String] = []
    var isList = false
    if scanner.byte(bytes) == UInt8(ascii: "[") {
      isList = true
      outputs = try names(bytes)
    } else {
      outputs = scanner.word(bytes).map { [$0] } ?? []
    }
    scanner.skipBlanks(bytes)
    if scanner.byte(bytes) == UInt8(ascii: "=") {
      scanner.offset += 1
      scanner.skipBlanks(bytes)
      name = scanner.word(bytes) ?? ""
      root = isList && outputs.count > 1 ? nil : outputs.first
    } else {
      name = outputs.first ?? ""
      root = nil
    }
    scanner.skipLine(bytes)
  }

  /// Reads `[A, B] = idx_bus;`.
  private mutating func deal(_ bytes: Span<UInt8>) throws(ParseError) {
    let start = scanner.offset
    let names = try names(bytes)
    scanner.skipBlanks(bytes)
    guard scanner.byte(bytes) == UInt8(ascii: "=") else { throw unknown(start, bytes) }
    scanner.offset += 1
    scanner.skipBlanks(bytes)
    let place = scanner.offset
    guard let word = scanner.word(bytes), let columns = CaseColumns.values(of: word), names.count <= columns.count
    else {
      throw unknown(place, bytes)
    }
    for (name, column) in zip(names, columns) { constants[name] = column.value }
  }

  /// Reads a list of names in square brackets.
  private mutating func names(_ bytes: Span<UInt8>) throws(ParseError) -> [String] {
    scanner.offset += 1
    var names: [String] = []
    while true {
      scanner.skipBlanks(bytes)
      if let word = scanner.word(bytes) {
        names.append(word)
      } else if scanner.byte(bytes) == UInt8(ascii: ",") {
        scanner.offset += 1
      } else if scanner.byte(bytes) == UInt8(ascii: "]") {
        scanner.offset += 1
        return names
      } else {
        throw unknown(scanner.offset, bytes)
      }
      guard names.count <= limits.maxFields else {
        throw scanner.error(.limitExceeded, "\(names.count) names", expected: "at most \(limits.maxFields)")
      }
    }
  }

  func unknown(_ start: Int, _ bytes: Span<UInt8>) -> ParseError {
    let end = bytes.firstOffset(of: UInt8(ascii: "\n"), in: ByteRange(start, start &+ 60)) ?? (start &+ 60)
    return scanner.error(
      .malformed, "the statement " + NetworkInput.excerpt(bytes, start, min(end, bytes.count)),
      expected: "an assignment to a field of the case")
  }
}
