import Foundation
import Testing

/// Files of this target, and of the folder of captures where there is one.
enum Fixtures {
  /// The folder of captures.
  static let captures = ProcessInfo.processInfo.environment["CAPTURES_DIR"]

  /// Whether the tests are compiled with optimisation.
  static var isOptimised: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }

  /// A file of the target's fixtures.
  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  /// A file of the captures of networks.
  static func capture(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: (captures ?? "") + "/grid/" + name)))
  }
}
