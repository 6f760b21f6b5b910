import MarketDataTestSupport
import Synchronization
import Testing

@testable import MarketData

@Suite struct FileStoreTests {
  @Test(arguments: ObservationStoreConformance.checks)
  func conforms(check: String) async throws {
    let folder = try TemporaryDirectory()
    let failures = await ObservationStoreConformance.failures(checks: [check]) {
      var options = FileStore.Options()
      options.sync = .never
      return try await FileStore.open(at: folder.path + "/store", options: options)
    }
    #expect(failures.isEmpty)
  }

  @Test(arguments: ObservationStoreConformance.checks)
  func conformsWithSmallBlocksAndSegments(check: String) async throws {
    let folder = try TemporaryDirectory()
    let failures = await ObservationStoreConformance.failures(checks: [check]) {
      var options = FileStore.Options()
      options.sync = .never
      options.rowsPerBlock = 3
      options.segmentBytes = 4000
      return try await FileStore.open(at: folder.path + "/store", options: options)
    }
    #expect(failures.isEmpty)
  }

  @Test func rowsOutliveTheStore() async throws {
    let folder = try TemporaryDirectory()
    let digest = SHA256Digest(hashing: [1])
    let store = try await FileStore.open(at: folder.path)
    #expect(store.recovery.isClean)
    _ = try await store.append(StoreRows.table(digest: digest))
    _ = try await store.append(StoreRows.table(hours: 24..<48))
    let before = try await StoreRows.held(by: store)
    try await store.close()

    let again = try await FileStore.open(at: folder.path)
    #expect(again.recovery.isClean)
    #expect(try await StoreRows.held(by: again) == before)
    #expect(before.count == 288)
    #expect(try await again.contains(digest, feed: "test.feed"))
    #expect(try await again.append(StoreRows.table(digest: digest)) == AppendReceipt(duplicateRows: 144))
    let receipt = try await again.append(StoreRows.table(hours: 0..<1, value: 9, published: 5))
    #expect(receipt == AppendReceipt(rows: 6, revisedRows: 6))
    try await again.close()

    let third = try await FileStore.open(at: folder.path)
    #expect(third.size.rows == 294)
    #expect(try await third.table(matching: ObservationQuery()).count == 288)
    #expect(try await third.verify().isEmpty)
  }

  @Test func anotherStoreOfTheSameFolderIsRefused() async throws {
    let folder = try TemporaryDirectory()
    let store = try await FileStore.open(at: folder.path)
    await #expect(throws: StoreError.self) { try await FileStore.open(at: folder.path) }
    do {
      _ = try await FileStore.open(at: folder.path)
    } catch {
      #expect(error.code == .locked)
    }
    try await store.close()
    _ = try await FileStore.open(at: folder.path)
  }

  @Test func aClosedStoreRefusesWork() async throws {
    let folder = try TemporaryDirectory()
    let store = try await FileStore.open(at: folder.path)
    try await store.close()
    try await store.close()
    await #expect(throws: StoreError.self) { try await store.append(StoreRows.table()) }
    await #expect(throws: StoreError.self) { try await store.chunks(matching: ObservationQuery()) }
    await #expect(throws: StoreError.self) { try await store.contains(SHA256Digest(hashing: []), feed: "x") }
  }

  @Test func aForeignFolderIsRefused() async throws {
    let folder = try TemporaryDirectory()
    try folder.write(
      Array("some text that is certainly no journal of a store, but long enough".utf8), to: "journal.c254")
    do {
      _ = try await FileStore.open(at: folder.path)
      Issue.record("opened")
    } catch {
      #expect(error.code == .notAStore)
    }
    let other = try TemporaryDirectory()
    try other.write([1, 2, 3], to: "blocks-000001.c254")
    do {
      _ = try await FileStore.open(at: other.path)
      Issue.record("opened")
    } catch {
      #expect(error.code == .corruptJournal)
    }
  }

  @Test func aFullDiskRollsTheAppendBack() async throws {
    let folder = try TemporaryDirectory()
    let budget = WriteBudget()
    var options = FileStore.Options()
    options.budget = budget
    options.rowsPerBlock = 16
    let store = try await FileStore.open(at: folder.path, options: options)
    _ = try await store.append(StoreRows.table())
    let before = try await StoreRows.held(by: store)
    for bytes in stride(from: 0, to: 12_000, by: 97) {
      budget.set(bytes: bytes, largestWrite: 1000)
      do {
        _ = try await store.append(StoreRows.table(hours: 24..<48))
        break
      } catch let error as StoreError {
        #expect(error.code == .noSpace)
        #expect(error.systemError != nil)
      }
      #expect(try await StoreRows.held(by: store) == before)
    }
    budget.set()
    #expect(try await StoreRows.held(by: store).count == 288)
    _ = try await store.append(StoreRows.table(hours: 48..<72))
    try await store.close()
    let again = try await FileStore.open(at: folder.path)
    #expect(again.recovery.isClean)
    #expect(try await StoreRows.held(by: again).count == 432)
  }

  @Test func aFailedSynchronizationEndsWriting() async throws {
    let folder = try TemporaryDirectory()
    let budget = WriteBudget()
    var options = FileStore.Options()
    options.budget = budget
    let store = try await FileStore.open(at: folder.path, options: options)
    _ = try await store.append(StoreRows.table())
    budget.set(failsSynchronization: true)
    await #expect(throws: StoreError.self) { try await store.append(StoreRows.table(hours: 24..<48)) }
    budget.set()
    do {
      _ = try await store.append(StoreRows.table(hours: 24..<48))
      Issue.record("appended")
    } catch let error as StoreError {
      #expect(error.code == .needsReopening)
    }
    #expect(try await StoreRows.held(by: store).count == 144)
    try await store.close()
    let again = try await FileStore.open(at: folder.path)
    #expect(try await StoreRows.held(by: again).count == 144)
    _ = try await again.append(StoreRows.table(hours: 24..<48))
  }

  @Test(arguments: [FileStore.SyncPolicy.everyAppend, .onClose, .never])
  func everySyncPolicyKeepsRows(policy: FileStore.SyncPolicy) async throws {
    let folder = try TemporaryDirectory()
    var options = FileStore.Options()
    options.sync = policy
    let store = try await FileStore.open(at: folder.path, options: options)
    _ = try await store.append(StoreRows.table())
    let unclosed = try folder.copy()
    try await store.close()
    let again = try await FileStore.open(at: folder.path, options: options)
    #expect(again.recovery.isClean && again.recovery.checkedBlocks == 0)
    #expect(try await StoreRows.held(by: again).count == 144)
    let other = try await FileStore.open(at: unclosed.path, options: options)
    #expect(other.recovery.isClean)
    #expect((other.recovery.checkedBlocks > 0) == (policy != .everyAppend))
    #expect(try await StoreRows.held(by: other).count == 144)
  }

  @Test func queriesReadOnlyMatchingBlocks() async throws {
    let folder = try TemporaryDirectory()
    var options = FileStore.Options()
    options.rowsPerBlock = 24
    let store = try await FileStore.open(at: folder.path, options: options)
    _ = try await store.append(StoreRows.table(nodes: 50))
    let query = ObservationQuery(locations: .ids(["N17"]))
    let plan = store.index.withLock { QueryPlan(query, index: &$0) }
    #expect(plan.blocks.count == 1)
    #expect(store.size.blocks == 50)
    #expect(try await store.table(matching: query).count == 24)
  }
}
