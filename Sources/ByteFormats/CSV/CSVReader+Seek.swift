extension CSVReader {
  /// The offset at which the next record starts.
  package var nextRecordStart: Int { cursor }

  /// Goes on with the record that starts at `offset`, in physical line `line`: for callers that read plain records themselves.
  package mutating func seek(to offset: Int, line: Int) {
    cursor = offset
    nextLine = line
  }
}
