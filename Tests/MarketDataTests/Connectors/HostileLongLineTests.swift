import MarketData
import Testing

/// One line without an end: refused as soon as a field is longer than the limit, whatever the format.
///
/// A gigabyte in optimised builds, a sixteenth of it in others.
@Suite struct HostileLongLineTests {
  #if DEBUG
    private static let length = 1 << 26
  #else
    private static let length = 1 << 30
  #endif

  @Test func `a line of a gigabyte is a typed error`() {
    let heads = [
      ("da_hrl_lmps.csv", "datetime_beginning_utc,pnode_id,pnode_name,type,total_lmp_da\n"),
      ("DAMSPNP4190.csv", "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n"),
      ("20260714_da_expost_lmp.csv", "Day Ahead Market ExPost LMPs\n07/14/2026\n\n\n,,,All Hours-Ending\n"),
      ("da_hrl_lmps.json", #"{"items":[{"datetime_beginning_utc":""#),
      ("prc_lmp.xml", #"<?xml version="1.0"?><OASISReport><MessagePayload><RTO><name>"#),
    ]
    var bytes = [UInt8](repeating: UInt8(ascii: "7"), count: Self.length)
    for (name, head) in heads {
      for index in 0..<200 { bytes[index] = UInt8(ascii: "7") }
      for (index, byte) in head.utf8.enumerated() { bytes[index] = byte }
      var problem: ParseError?
      do throws(ParseError) {
        let parsed = try ConnectorRegistry.standard.parse(
          FeedPayload(name: name, bytes: bytes), in: ParseContext(mode: .lenient))
        #expect(parsed.table.isEmpty)
        problem = parsed.defects.first
      } catch {
        problem = error
      }
      #expect(problem?.code == .limitExceeded || problem?.code == .truncated, "\(name)")
    }
  }
}
