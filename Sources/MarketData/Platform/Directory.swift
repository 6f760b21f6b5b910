#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The few things that are done with folders and names.
enum Directory {
  /// What a name stands for, without following a symbolic link.
  enum EntryKind {
    case file
    case directory
    case link
    case other
  }

  /// Makes a folder and its missing parents.
  static func create(_ path: String) throws(SystemFailure) {
    if mkdir(path, 0o755) == 0 { return }
    let number = errno
    if number == EEXIST { return }
    if number == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try create(String(path[..<slash]))
      _ = try retryingSystemCall("mkdir") { mkdir(path, 0o755) == 0 || errno == EEXIST ? 0 : -1 }
      return
    }
    throw SystemFailure(call: "mkdir", number: number)
  }

  /// The names in a folder, without `.` and `..`, sorted by their bytes.
  static func names(in path: String) throws(SystemFailure) -> [String] {
    guard let stream = opendir(path) else { throw SystemFailure(call: "opendir", number: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// What a path stands for, or `nil` when it does not exist.
  static func kind(of path: String) -> EntryKind? {
    var information = stat()
    guard lstat(path, &information) == 0 else { return nil }
    switch information.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    case S_IFLNK: return .link
    default: return .other
    }
  }

  /// The absolute path without symbolic links, or `nil` when it does not exist.
  static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// Waits until the folder's names are on the device.
  static func synchronize(_ path: String) throws(SystemFailure) {
    let descriptor = Int32(try retryingSystemCall("open") { Int(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) })
    defer { close(descriptor) }
    _ = try retryingSystemCall("fsync") { Int(fsync(descriptor)) }
  }

  /// Removes a file; nothing happens when it does not exist.
  static func removeFile(_ path: String) throws(SystemFailure) {
    if unlink(path) == 0 || errno == ENOENT { return }
    throw SystemFailure(call: "unlink", number: errno)
  }
}
