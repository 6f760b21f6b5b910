import MarketData

/// Checks that a store keeps the promises of ``CurveStore``; for the tests of a host's own.
///
///     #expect(try await CurveStoreConformance.failures(of: MyStore()).isEmpty)
public enum CurveStoreConformance {
  /// What an empty store gets wrong, one line for each; empty where it conforms.
  ///
  /// The store is left with test data.
  ///
  /// - Throws: What the store throws where it should not.
  public static func failures(of store: some CurveStore) async throws -> [String] {
    var failures: [String] = []
    func check(_ holds: Bool, _ what: String) {
      if !holds { failures.append(what) }
    }
    let name: CurveName = "conformance"
    let first = LocalDate(daysSince1970: 20_000)
    func version(_ day: Int, known: Int64, price: Double) throws -> CurveVersion {
      guard let grid = DeliveryGrid(start: Instant(secondsSince1970: 1_800_000_000), seconds: 86_400, count: 3) else {
        throw CurveError(.empty, found: "no grid", expected: "three days")
      }
      let curve = try ForwardCurve(
        grid: grid, values: [price, price + 1, -price], unit: .price(.eur, per: .megawattHour))
      return CurveVersion(
        CurveID(name, on: first.advanced(byDays: day)), knownAt: Instant(secondsSince1970: known), curve: curve,
        marks: [.init(id: "a", price: price)])
    }
    check(try await store.names(knownBy: .distantFuture).isEmpty, "an empty store has no names")
    let all = try [
      version(1, known: 1000, price: 40), version(0, known: 1500, price: 41), version(1, known: 2000, price: 42),
      version(3, known: 900, price: 43),
    ]
    for version in all { try await store.append(version) }
    try await store.append(all[0])
    let dates = first...first.advanced(byDays: 9)
    check(
      try await store.versions(of: name, on: dates, knownBy: .distantFuture) == [all[1], all[0], all[2], all[3]],
      "versions come by date and knowledge time, one appended twice once")
    check(
      try await store.versions(of: name, on: dates, knownBy: Instant(secondsSince1970: 1000)) == [all[0], all[3]],
      "nothing is returned that was known later; what was known at the moment is")
    let second = first.advanced(byDays: 1)
    check(
      try await store.versions(of: name, on: second...second, knownBy: .distantFuture) == [all[0], all[2]],
      "dates outside the range are left out")
    check(try await store.names(knownBy: .distantFuture) == [name], "a name is listed once")
    check(
      try await store.names(knownBy: Instant(secondsSince1970: 899)).isEmpty, "names not yet known are not listed")
    check(
      try await store.versions(of: "other", on: dates, knownBy: .distantFuture).isEmpty,
      "an unknown name has no versions")
    var refused = false
    do { try await store.append(version(1, known: 1000, price: 99)) } catch { refused = true }
    check(refused, "another curve under the same identity and knowledge time is refused")
    check(
      try await store.curve(CurveID(name, on: second), knownBy: .distantFuture) == all[2],
      "a refused curve leaves the store as it was")
    return failures
  }
}
