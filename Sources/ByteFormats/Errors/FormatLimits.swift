/// Bounds on what a reader accepts, so that a hostile input costs bounded time and memory.
package struct FormatLimits: Sendable, Equatable {
  /// The longest CSV field, JSON string or number, or XML text or attribute, in bytes.
  package var maxFieldBytes: Int
  /// The most fields in a CSV record, and the most attributes in an XML tag (there never more than 256).
  package var maxFields: Int
  /// The most CSV records, and the most values in a JSON document that is read whole.
  package var maxRecords: Int
  /// The deepest nesting in JSON and XML; values above 512 act as 512.
  package var maxNesting: Int
  /// The most bytes that an archive, or a gzip file, may expand to in all.
  package var maxExpandedBytes: Int
  /// The most expanded bytes for each compressed byte; applies to outputs above ``ratioFreeBytes``.
  package var maxExpansionRatio: Int
  /// The most members in a zip archive or a gzip file.
  package var maxMembers: Int

  /// Makes limits; each one left out has its default.
  package init(
    maxFieldBytes: Int = 1 << 20,
    maxFields: Int = 16_384,
    maxRecords: Int = 100_000_000,
    maxNesting: Int = 64,
    maxExpandedBytes: Int = 1 << 30,
    maxExpansionRatio: Int = 200,
    maxMembers: Int = 16_384
  ) {
    self.maxFieldBytes = maxFieldBytes
    self.maxFields = maxFields
    self.maxRecords = maxRecords
    self.maxNesting = maxNesting
    self.maxExpandedBytes = maxExpandedBytes
    self.maxExpansionRatio = maxExpansionRatio
    self.maxMembers = maxMembers
  }

  /// The limits that suit files of market operators.
  package static let `default` = FormatLimits()

  /// Output up to this size (1 MiB) may have any expansion ratio.
  package static let ratioFreeBytes = 1 << 20

  /// The nesting that the readers allow: recursion on release stays shallow whatever the caller asks for.
  var nesting: Int { min(max(maxNesting, 0), 512) }
}
