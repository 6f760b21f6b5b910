#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// What a system call answered when it failed.
struct SystemFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The call, such as `pread`.
  let call: String
  /// The value of `errno`.
  let number: Int32

  /// Call, text and number.
  var description: String { "\(call): \(SystemFailure.text(number)) (errno \(number))" }

  /// The system's words for an error number.
  static func text(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &buffer, buffer.count - 1) == 0 || buffer[0] != 0 else { return "error" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// Repeats a system call while signals interrupt it; throws when it fails.
func retryingSystemCall(_ name: String, _ body: () -> Int) throws(SystemFailure) -> Int {
  while true {
    let result = body()
    if result >= 0 { return result }
    let number = errno
    if number != EINTR { throw SystemFailure(call: name, number: number) }
  }
}

extension SystemFailure {
  /// Whether the disk, the quota or the largest file size was reached.
  var isFullDisk: Bool { number == ENOSPC || number == EDQUOT || number == EFBIG }

  /// Whether the file or folder does not exist.
  var isMissing: Bool { number == ENOENT }
}
