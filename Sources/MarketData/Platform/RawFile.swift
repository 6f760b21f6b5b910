#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// An open file: reads and writes at offsets, without a shared position; closed when the last reference goes.
final class RawFile: Sendable {
  /// How a file is opened.
  enum Mode {
    /// An existing file, for reading; not a link, and no waiting for the other end of a pipe.
    case reading
    /// An existing file, for reading and writing.
    case updating
    /// A new file, for reading and writing; it must not exist.
    case creating
    /// A file for reading and writing that is made when it does not exist.
    case openingOrCreating
  }

  /// The error number of a file that is larger than its reader accepts.
  static let tooLarge = EFBIG

  /// The path it was opened under.
  let path: String
  private let descriptor: Int32
  private let budget: WriteBudget?

  /// Opens a file.
  init(path: String, mode: Mode, budget: WriteBudget? = nil) throws(SystemFailure) {
    let flags: Int32 =
      switch mode {
      case .reading: O_RDONLY | O_NOFOLLOW | O_NONBLOCK
      case .updating: O_RDWR
      case .creating: O_RDWR | O_CREAT | O_EXCL
      case .openingOrCreating: O_RDWR | O_CREAT
      }
    self.path = path
    self.budget = budget
    self.descriptor = Int32(try retryingSystemCall("open") { Int(open(path, flags | O_CLOEXEC, 0o644)) })
  }

  deinit { close(descriptor) }

  /// The number of bytes in the file, and whether it is a regular file.
  func status() throws(SystemFailure) -> (size: Int, isRegular: Bool) {
    var information = stat()
    _ = try retryingSystemCall("fstat") { Int(fstat(descriptor, &information)) }
    return (Int(information.st_size), information.st_mode & S_IFMT == S_IFREG)
  }

  /// Reads up to `buffer.count` bytes at `offset`; fewer only where the file ends.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemFailure) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = try retryingSystemCall("pread") {
        pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Reads up to `count` bytes at `offset`; fewer only where the file ends.
  func read(at offset: Int, count: Int) throws(SystemFailure) -> [UInt8] {
    guard count > 0 else { return [] }
    var failure: SystemFailure?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(SystemFailure) {
        filled = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes all bytes at `offset`; after a failure an unknown part of them is in the file.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemFailure) {
    var done = 0
    while done < bytes.count {
      var rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      if let budget { rest = UnsafeRawBufferPointer(rebasing: rest.prefix(try budget.grant(rest.count))) }
      let count = try retryingSystemCall("pwrite") {
        pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      }
      if count == 0 { throw SystemFailure(call: "pwrite", number: ENOSPC) }
      done += count
    }
  }

  /// Writes all bytes at `offset`; after a failure an unknown part of them is in the file.
  func write(_ bytes: [UInt8], at offset: Int) throws(SystemFailure) {
    var failure: SystemFailure?
    bytes.withUnsafeBytes { raw in
      do throws(SystemFailure) { try write(raw, at: offset) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Cuts the file, or lengthens it by zeros, to `size` bytes.
  func truncate(to size: Int) throws(SystemFailure) {
    _ = try retryingSystemCall("ftruncate") { Int(ftruncate(descriptor, off_t(size))) }
  }

  /// Waits until the file's data is on the device.
  func synchronize() throws(SystemFailure) {
    if let budget { try budget.grantSynchronization() }
    _ = try retryingSystemCall("fdatasync") { Int(fdatasync(descriptor)) }
  }

  /// Takes the file's exclusive advisory lock; `false` when another open file holds it.
  func lockExclusively() throws(SystemFailure) -> Bool {
    do throws(SystemFailure) {
      _ = try retryingSystemCall("flock") { Int(flock(descriptor, LOCK_EX | LOCK_NB)) }
      return true
    } catch {
      if error.number == EWOULDBLOCK { return false }
      throw error
    }
  }
}

/// Lets tests run out of disk space or fail a synchronisation at a chosen byte.
final class WriteBudget: Sendable {
  private struct State {
    var bytes = Int.max
    var largestWrite = Int.max
    var failsSynchronization = false
  }

  private let state = Guarded(State())

  /// Makes a budget without limits.
  init() {}

  /// Sets how many more bytes can be written, how many one call takes, and whether synchronising fails.
  func set(bytes: Int = .max, largestWrite: Int = .max, failsSynchronization: Bool = false) {
    state.withLock {
      $0 = State(bytes: bytes, largestWrite: largestWrite, failsSynchronization: failsSynchronization)
    }
  }

  func grant(_ count: Int) throws(SystemFailure) -> Int {
    let granted = state.withLock { state in
      let granted = min(count, state.bytes, state.largestWrite)
      if state.bytes != .max { state.bytes -= granted }
      return granted
    }
    if granted == 0 { throw SystemFailure(call: "pwrite", number: ENOSPC) }
    return granted
  }

  func grantSynchronization() throws(SystemFailure) {
    if state.withLock({ $0.failsSynchronization }) { throw SystemFailure(call: "fdatasync", number: EIO) }
  }
}
