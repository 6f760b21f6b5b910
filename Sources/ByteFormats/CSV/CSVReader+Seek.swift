extension CSVReader {
  /// The offset at which the next record starts.
  package var nextRecordStart: Int { cursor }

  /// How many more records the limits allow.
  package var remainingRecords: Int { limits.maxRecords &- recordCount }

  /// The longest field that the limits allow.
  package var maxFieldBytes: Int { limits.maxFieldBytes }

  /// Goes on with the record that starts at `offset`, in physical line `line`: for callers that read `records` plain records
  /// themselves, no more than ``remainingRecords``.
  package mutating func seek(to offset: Int, line: Int, records: Int) {
    cursor = offset
    nextLine = line
    recordCount &+= records
  }
}
