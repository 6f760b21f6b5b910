/// The names of the columns of a table, found whatever their case and punctuation.
///
///     let header = CSVHeader(reader, in: bytes)   // Settlement Point Name,DSTFlag
///     header.index(of: "settlementPointName")     // 0
///     header.index(of: "DST_FLAG")                // 1
package struct CSVHeader: Sendable {
  /// The names as they stand in the file, trimmed.
  package let names: [String]
  private let indices: [String: Int]

  /// Takes the present record of `reader` as the header.
  package init(_ reader: CSVReader, in bytes: Span<UInt8>) {
    var names: [String] = []
    names.reserveCapacity(reader.fieldCount)
    for index in 0..<reader.fieldCount {
      names.append(reader.string(index, in: bytes))
    }
    self.init(names: names)
  }

  /// Makes a header of names; of names that are equal when normalised, the first is found.
  package init(names: [String]) {
    self.names = names
    var indices: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      let key = Self.normalised(name)
      if indices[key] == nil { indices[key] = index }
    }
    self.indices = indices
  }

  /// The index of the first column of that name, both names normalised, or nil.
  package func index(of name: String) -> Int? {
    indices[Self.normalised(name)]
  }

  /// `name` in lower case with ASCII letters and digits only; so a byte order mark goes as well.
  package static func normalised(_ name: String) -> String {
    String(decoding: name.utf8.lazy.map(\.lowercased).filter { $0.isDigit || $0 &- 0x61 < 26 }, as: UTF8.self)
  }
}
