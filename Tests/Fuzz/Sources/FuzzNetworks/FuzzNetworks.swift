import MarketData
import Nodal

/// One input of libFuzzer: the last byte picks the format and the mode; a text file of the corpus ends in one that picks MATPOWER or RAW.
///
/// A crash, a hang or unbounded memory is a finding; typed errors are not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 1 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start, count: count - 1))
  let control = start[count - 1]
  let mode: ParseMode = control & 1 == 0 ? .lenient : .strict
  var limits = Limits()
  limits.maxPayloadBytes = 1 << 22
  let parsed: ParsedNetwork?
  switch control >> 1 & 3 {
  case 0, 3: parsed = try? ParsedNetwork(matpower: bytes.span, mode: mode, limits: limits)
  case 1: parsed = try? ParsedNetwork(psse: bytes.span, mode: mode, limits: limits)
  default:
    // A file for each part between lines of equals signs, in a fixed order.
    let names = [
      "buses.csv", "generators.csv", "loads.csv", "lines.csv", "transformers.csv", "links.csv", "loads-p_set.csv",
    ]
    let parts = bytes.split(separator: UInt8(ascii: "="), maxSplits: names.count - 1, omittingEmptySubsequences: false)
    let files = Dictionary(zip(names, parts.map { Array($0) }), uniquingKeysWith: { first, _ in first })
    parsed = try? ParsedNetwork(pypsa: files, mode: mode, limits: limits)
  }
  // What was read is sound enough to be looked at.
  return (parsed?.network.validate().count ?? 0) < 0 ? 1 : 0
}
