import MarketData

/// One input of libFuzzer: the last two bytes pick the mode and a feed, or none, so that the payload before them has to be
/// recognised; a text file of the corpus ends in two bytes that pick none.
///
/// A crash, a hang or unbounded memory is a finding; typed errors are not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 2 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start, count: count - 2))
  let control = Int(start[count - 2]) << 8 | Int(start[count - 1])
  let registry = ConnectorRegistry.standard
  let feeds = registry.connectors.flatMap(\.feeds)
  let choice = control & 0x7FFF
  var limits = Limits()
  limits.maxPayloadBytes = 1 << 22
  let context = ParseContext(mode: control & 0x8000 == 0 ? .lenient : .strict, limits: limits)
  let payload = FeedPayload(name: "payload", bytes: bytes)
  let feed = choice < feeds.count ? feeds[choice].id : nil
  _ = try? registry.parse(payload, as: feed, in: context)
  return 0
}
