import Foundation

/// The files that a list of paths names: files as they are, folders with everything below them in the order of their names.
enum FileWalk {
  /// Hidden files and folders, and links to folders, are passed over; a path that does not exist and a folder that cannot be read
  /// are returned, so that they are reported.
  static func files(in paths: [String]) -> [String] {
    var files: [String] = []
    for path in paths {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
        files += below(path)
      } else {
        files.append(path)
      }
    }
    return files
  }

  private static func below(_ folder: String) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [folder] }
    var files: [String] = []
    for name in names.sorted() where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      switch attributes?[.type] as? FileAttributeType {
      case .typeDirectory?: files += below(path)
      case .typeRegular?: files.append(path)
      case .typeSymbolicLink?:
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if !exists || !isFolder.boolValue { files.append(path) }
      default: break
      }
    }
    return files
  }
}
