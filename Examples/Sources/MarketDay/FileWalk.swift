import Foundation

/// The files that a list of paths names: files as they are, folders with everything below them in the order of their names.
enum FileWalk {
  /// Hidden files and folders are passed over; a path that does not exist is returned, so that it is reported.
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
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var files: [String] = []
    for name in names.sorted() where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      switch attributes?[.type] as? FileAttributeType {
      case .typeDirectory?: files += below(path)
      case .typeRegular?: files.append(path)
      default: break
      }
    }
    return files
  }
}
