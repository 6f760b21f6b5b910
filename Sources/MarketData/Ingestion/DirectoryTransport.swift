/// Serves requests from a folder of files: an archive of downloads, a mounted share, a test's fixtures.
///
///     let transport = DirectoryTransport(root: "/data/pjm")
///     let payload = try await transport.payload(for: request)  // by request.fileName
///
/// A request is answered by its ``FeedRequest/fileName``, which may name subfolders and may hold `*` in its last part;
/// of several matches the last by the bytes of its name is served. Nothing outside the root is ever read: absolute
/// names and `..` are refused, links to folders are not followed, and a link to a file is served only when it leads to
/// a file under the root. A payload has no publication time: a file's dates say nothing about when the operator
/// published it.
public struct DirectoryTransport: Transport {
  /// The folder.
  public let root: String
  /// The largest file served, in bytes.
  public let maxPayloadBytes: Int

  private static let queue = BlockingQueue("carbon254.directory-transport", isConcurrent: true)
  private static let maxDepth = 64

  /// Makes a transport over a folder.
  public init(root: String, maxPayloadBytes: Int = Limits.default.maxPayloadBytes) {
    self.root = root
    self.maxPayloadBytes = maxPayloadBytes
  }

  /// The file that a request names.
  ///
  /// - Throws: ``TransportError``, never to be retried but for `unreadable`.
  public func payload(for request: FeedRequest) async throws -> FeedPayload {
    try Task.checkCancellation()
    return try await DirectoryTransport.queue.run { () throws(TransportError) in
      try read(match(request.fileName))
    }
  }

  /// The file at a path relative to the root, as ``files()`` lists it.
  public func payload(atPath path: String) throws(TransportError) -> FeedPayload { try read(path) }

  /// The paths, relative to the root, of every file under it: sorted by their bytes, folder by folder.
  ///
  /// - Complexity: O(files × log); folders deeper than 64 levels are not entered.
  public func files() throws(TransportError) -> [String] {
    guard let base = Directory.resolved(root) else { throw TransportError(.notFound, "no folder \(root)") }
    var files: [String] = []
    try list(base, prefix: "", base: base, depth: 0, into: &files)
    return files
  }

  private func list(
    _ folder: String, prefix: String, base: String, depth: Int, into files: inout [String]
  ) throws(TransportError) {
    for name in try names(in: folder) {
      switch Directory.kind(of: folder + "/" + name) {
      case .file: files.append(prefix + name)
      case .directory where depth < DirectoryTransport.maxDepth:
        try list(folder + "/" + name, prefix: prefix + name + "/", base: base, depth: depth + 1, into: &files)
      case .link:
        if let target = Directory.resolved(folder + "/" + name), target.hasPrefix(base + "/"),
          Directory.kind(of: target) == .file
        {
          files.append(prefix + name)
        }
      default: break
      }
    }
  }

  private func names(in folder: String) throws(TransportError) -> [String] {
    do throws(SystemFailure) {
      return try Directory.names(in: folder)
    } catch {
      throw TransportError(error.isMissing ? .notFound : .unreadable, "\(folder): \(error)")
    }
  }

  /// The relative path of the last file whose name matches.
  private func match(_ fileName: String) throws(TransportError) -> String {
    guard fileName.utf8.contains(UInt8(ascii: "*")) else { return fileName }
    try check(fileName)
    let slash = fileName.lastIndex(of: "/")
    let folder = slash.map { String(fileName[...$0]) } ?? ""
    let pattern = Array((slash.map { fileName[fileName.index(after: $0)...] } ?? fileName[...]).utf8)
    guard !folder.utf8.contains(UInt8(ascii: "*")) else {
      throw TransportError(.refused, "\(fileName) has a wildcard in a folder's name")
    }
    let matches = try names(in: root + "/" + folder).filter { DirectoryTransport.matches(Array($0.utf8), pattern) }
    guard let last = matches.last else { throw TransportError(.notFound, "no file \(fileName) in \(root)") }
    return folder + last
  }

  private func check(_ path: String) throws(TransportError) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !path.isEmpty, !path.utf8.contains(0), parts.allSatisfy({ !$0.isEmpty && $0 != ".." && $0 != "." }) else {
      throw TransportError(.refused, "\(path) is not a plain name under the root")
    }
  }

  private func read(_ path: String) throws(TransportError) -> FeedPayload {
    try check(path)
    guard let base = Directory.resolved(root), let target = Directory.resolved(root + "/" + path) else {
      throw TransportError(.notFound, "no file \(path) in \(root)")
    }
    guard target.hasPrefix(base == "/" ? base : base + "/") else {
      throw TransportError(.refused, "\(path) leads out of \(root)")
    }
    guard Directory.kind(of: target) == .file else { throw TransportError(.notFound, "\(path) is no file") }
    do throws(SystemFailure) {
      let file = try RawFile(path: target, mode: .reading)
      let status = try file.status()
      guard status.isRegular, status.size <= maxPayloadBytes else {
        throw SystemFailure(call: "read", number: RawFile.tooLarge)
      }
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return FeedPayload(name: name, bytes: try file.read(at: 0, count: status.size))
    } catch {
      if error.number == RawFile.tooLarge {
        throw TransportError(.tooLarge, "\(path) has more than \(maxPayloadBytes) bytes")
      }
      if error.isMissing { throw TransportError(.notFound, "no file \(path) in \(root)") }
      throw TransportError(.unreadable, "\(path): \(error)", isRetryable: true)
    }
  }

  /// Whether a name matches a pattern in which `*` stands for any bytes.
  ///
  /// - Complexity: O(name × pattern) at worst, without recursion.
  static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
    var at = 0
    var expected = 0
    var star: Int?
    var resume = 0
    while at < name.count {
      if expected < pattern.count, pattern[expected] == UInt8(ascii: "*") {
        star = expected
        resume = at
        expected += 1
      } else if expected < pattern.count, pattern[expected] == name[at] {
        at += 1
        expected += 1
      } else if let last = star {
        expected = last + 1
        resume += 1
        at = resume
      } else {
        return false
      }
    }
    return pattern[expected...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
