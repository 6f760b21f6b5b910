import MarketData
import Nodal

/// Reads of text, for tests.
extension ParsedNetwork {
  static func matpower(_ text: String, _ mode: ParseMode = .strict, limits: Limits = .default) throws(ParseError)
    -> ParsedNetwork
  {
    let bytes = Array(text.utf8)
    return try ParsedNetwork(matpower: bytes.span, mode: mode, source: "case.m", limits: limits)
  }

  static func psse(_ text: String, _ mode: ParseMode = .strict, limits: Limits = .default) throws(ParseError)
    -> ParsedNetwork
  {
    let bytes = Array(text.utf8)
    return try ParsedNetwork(psse: bytes.span, mode: mode, source: "case.raw", limits: limits)
  }

  static func pypsa(_ files: [String: String], _ mode: ParseMode = .strict, limits: Limits = .default)
    throws(ParseError) -> ParsedNetwork
  {
    try ParsedNetwork(pypsa: files.mapValues { Array($0.utf8) }, mode: mode, limits: limits)
  }
}

/// The error that a read throws; `nil` where it throws none.
func failure(_ read: () throws(ParseError) -> ParsedNetwork) -> ParseError? {
  do throws(ParseError) {
    _ = try read()
    return nil
  } catch {
    return error
  }
}
