/// Why a store could not be opened, read or written.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The reason; new ones may be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    let name: String

    /// The code's name.
    public var description: String { name }

    /// Another process, or another store of this one, has the folder open.
    public static let locked = Code(name: "locked")
    /// The folder holds something that is not a store.
    public static let notAStore = Code(name: "not-a-store")
    /// The store was written by a newer version of its format.
    public static let unsupportedVersion = Code(name: "unsupported-version")
    /// A block's bytes do not match their checksum, or are not there.
    public static let corruptBlock = Code(name: "corrupt-block")
    /// A record of the journal cannot be what was written.
    public static let corruptJournal = Code(name: "corrupt-journal")
    /// The disk or the user's quota is full; the store is as it was before the append.
    public static let noSpace = Code(name: "no-space")
    /// The operating system refused a read or a write.
    public static let inputOutput = Code(name: "input-output")
    /// An earlier write could not be rolled back; the store can be read, and written again after it was reopened.
    public static let needsReopening = Code(name: "needs-reopening")
    /// The store was closed.
    public static let closed = Code(name: "closed")
    /// A chunk refers to a location or product that its dictionary does not have.
    public static let invalidChunk = Code(name: "invalid-chunk")
    /// A chunk or a name is larger than a store can hold.
    public static let tooLarge = Code(name: "too-large")
  }

  /// The reason.
  public let code: Code
  /// The file or folder, where the error has to do with one.
  public let path: String?
  /// What is wrong, in words.
  public let message: String
  /// The operating system's error number, where it gave one.
  public let systemError: Int32?

  /// Makes an error.
  public init(_ code: Code, path: String? = nil, _ message: String, systemError: Int32? = nil) {
    self.code = code
    self.path = path
    self.message = message
    self.systemError = systemError
  }

  /// Path, code and message.
  public var description: String { (path.map { $0 + ": " } ?? "") + "\(code): \(message)" }
}

extension StoreError {
  /// Wraps a failed system call.
  init(_ failure: SystemFailure, path: String) {
    self.init(failure.isFullDisk ? .noSpace : .inputOutput, path: path, "\(failure)", systemError: failure.number)
  }
}
