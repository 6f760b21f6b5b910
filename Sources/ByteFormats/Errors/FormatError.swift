/// Why bytes could not be read, and where.
///
///     let error = FormatError(.unterminatedQuote, at: 17, line: 3, expected: "a closing quote")
///     print(error)  // unterminatedQuote at byte 17, line 3: expected a closing quote
package struct FormatError: Error, Sendable, Equatable {
  /// The kind of a defect; new kinds may be added.
  package struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Kind: String {
      case unterminatedQuote, tooManyFields, fieldTooLong, tooManyRecords, malformed, unexpectedEnd, nestingTooDeep
      case entityNotAllowed, expansionLimit, tooManyMembers, unsupportedCompression, checksumMismatch, encrypted
      case truncated
    }

    private let kind: Kind

    private init(_ kind: Kind) {
      self.kind = kind
    }

    /// A quoted CSV field without its closing quote.
    package static let unterminatedQuote = Code(.unterminatedQuote)
    /// More fields in a CSV record, or attributes in an XML tag, than ``FormatLimits/maxFields``.
    package static let tooManyFields = Code(.tooManyFields)
    /// A field, string or run of text longer than ``FormatLimits/maxFieldBytes``.
    package static let fieldTooLong = Code(.fieldTooLong)
    /// More records or values than ``FormatLimits/maxRecords``.
    package static let tooManyRecords = Code(.tooManyRecords)
    /// Bytes that the grammar of the format does not allow.
    package static let malformed = Code(.malformed)
    /// The input ended inside a value or an element.
    package static let unexpectedEnd = Code(.unexpectedEnd)
    /// Deeper nesting than ``FormatLimits/maxNesting``.
    package static let nestingTooDeep = Code(.nestingTooDeep)
    /// An XML document type, or an entity other than the five predefined ones.
    package static let entityNotAllowed = Code(.entityNotAllowed)
    /// Compressed data that grows beyond the limits, or archive members that share bytes.
    package static let expansionLimit = Code(.expansionLimit)
    /// More archive members than ``FormatLimits/maxMembers``.
    package static let tooManyMembers = Code(.tooManyMembers)
    /// A compression method other than stored and deflate.
    package static let unsupportedCompression = Code(.unsupportedCompression)
    /// Expanded bytes that do not have the checksum or the size that the archive states.
    package static let checksumMismatch = Code(.checksumMismatch)
    /// An encrypted archive member.
    package static let encrypted = Code(.encrypted)
    /// Compressed data or an archive that stops short.
    package static let truncated = Code(.truncated)

    /// The name of the code.
    package var description: String { kind.rawValue }
  }

  /// What is wrong.
  package let code: Code
  /// The offset of the defect in the input, from 0.
  package let byteOffset: Int
  /// The physical line of the defect, from 1; nil for formats without lines.
  package let line: Int?
  /// What should have stood there, as a noun phrase.
  package let expected: String

  /// Makes an error from its parts.
  package init(_ code: Code, at byteOffset: Int, line: Int? = nil, expected: String) {
    self.code = code
    self.byteOffset = byteOffset
    self.line = line
    self.expected = expected
  }
}

extension FormatError: CustomStringConvertible {
  /// The code, the place and what was expected.
  package var description: String {
    let place = line.map { ", line \($0)" } ?? ""
    return "\(code) at byte \(byteOffset)\(place): expected \(expected)"
  }
}
