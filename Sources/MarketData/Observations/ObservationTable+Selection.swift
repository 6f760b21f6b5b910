extension ObservationTable {
  /// The rows whose product passes a test, in their order; chunks that pass as a whole are shared, not copied.
  ///
  ///     let prices = day.selecting { $0.kind == .energy }
  ///
  /// - Complexity: O(rows); the test is called once a product.
  public func selecting(where isWanted: (Product) -> Bool) -> ObservationTable {
    let wanted = dictionary.products.map(isWanted)
    var selection = ObservationTable(dictionary: dictionary)
    for chunk in chunks {
      if case .constant(let code, _) = chunk.products {
        if wanted[Int(code)] { selection.append(chunk) }
        continue
      }
      let rows = chunk.products.indices.filter { wanted[Int(chunk.products[$0])] }
      if rows.count == chunk.count {
        selection.append(chunk)
      } else if let part = chunk.gathering(rows) {
        selection.append(part)
      }
    }
    return selection
  }
}
