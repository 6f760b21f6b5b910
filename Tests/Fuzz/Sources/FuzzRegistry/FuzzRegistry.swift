import MarketData

/// One input of libFuzzer: the first byte picks a feed (or none, to be recognised) and the mode, the rest is the payload.
///
/// A crash, a hang or unbounded memory is a finding; typed errors are not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 1 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
  let registry = ConnectorRegistry.standard
  let feeds = registry.connectors.flatMap(\.feeds)
  let choice = Int(start[0] >> 1)
  var limits = Limits()
  limits.maxPayloadBytes = 1 << 22
  let context = ParseContext(mode: start[0] & 1 == 0 ? .lenient : .strict, limits: limits)
  let payload = FeedPayload(name: "payload", bytes: bytes)
  let feed = choice < feeds.count ? feeds[choice].id : nil
  _ = try? registry.parse(payload, as: feed, in: context)
  return 0
}
