import MarketData

/// Reads the prices of many places out of a table, some places at a time.
struct SitePrices: Sendable {
  let locations: [Location]
  private let table: ObservationTable
  private let productCode: UInt32
  private let codes: [UInt32]
  private let steps: DispatchSteps

  init(
    _ table: ObservationTable, product: Product, locations: [Location]?, steps: DispatchSteps
  ) throws(StorageError) {
    guard let productCode = table.dictionary.existingCode(for: product) else {
      throw StorageError(.unknownName, field: "product", found: "\(product)", expected: "one of the table")
    }
    let all = table.dictionary.locations
    if let locations {
      self.locations = locations
      // A place that the table does not know has no rows: its code is one that no row has.
      codes = locations.map { table.dictionary.existingCode(for: $0) ?? .max }
    } else {
      var isUsed = [Bool](repeating: false, count: all.count)
      for chunk in table.chunks {
        for row in 0..<chunk.count where chunk.products[row] == productCode { isUsed[Int(chunk.locations[row])] = true }
      }
      codes = isUsed.indices.filter { isUsed[$0] }.map { UInt32($0) }
      self.locations = codes.map { all[Int($0)] }
    }
    self.table = table
    self.productCode = productCode
    self.steps = steps
  }

  /// One row of prices for each place of a range, NaN where missing.
  func prices(_ places: Range<Int>) -> [Double] {
    let count = steps.count
    var matrix = [Double](repeating: .nan, count: places.count * count)
    var published = [Int64](repeating: .min, count: matrix.count)
    var revisions = [Int32](repeating: .min, count: matrix.count)
    var place = [Int32](repeating: -1, count: table.dictionary.locations.count)
    for index in places where codes[index] < place.count { place[Int(codes[index])] = Int32(index - places.lowerBound) }
    let uniform = steps.grid.uniformSeconds
    let start = steps.grid.start.secondsSince1970
    for chunk in table.chunks {
      for row in 0..<chunk.count {
        let line = place[Int(chunk.locations[row])]
        guard line >= 0, chunk.products[row] == productCode else { continue }
        let time = chunk.starts[row]
        let step: Int
        if let uniform {
          let offset = time.subtractingReportingOverflow(start)
          guard !offset.overflow, offset.partialValue >= 0, offset.partialValue % uniform == 0,
            offset.partialValue / uniform < count, Int64(chunk.lengths[row]) == uniform
          else { continue }
          step = Int(offset.partialValue / uniform)
        } else {
          let seconds = Int64(chunk.lengths[row])
          guard let interval = DeliveryInterval(start: Instant(secondsSince1970: time), seconds: seconds),
            let found = steps.grid.index(of: interval)
          else { continue }
          step = found
        }
        let cell = Int(line) * count + step
        let stamp = (chunk.publishedAt[row], chunk.revisions[row])
        guard stamp >= (published[cell], revisions[cell]) else { continue }
        (published[cell], revisions[cell]) = stamp
        matrix[cell] = chunk.values[row]
      }
    }
    return matrix
  }
}
