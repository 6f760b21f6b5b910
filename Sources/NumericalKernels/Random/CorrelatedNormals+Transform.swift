internal import CCarbon254Kernels

extension CorrelatedNormals {
  /// Vectors from independent normals that are given: many at once, for a simulation that draws each path from its own stream.
  ///
  /// Each component is a sum in the order of the normals, without fused operations: the same bits on every machine, however many
  /// vectors are made at once.
  ///
  /// - Parameters:
  ///   - normals: The normals of the first vector, then those of the second, as many for each as the factor has columns.
  ///   - vectors: The first component of each vector, then the second of each: component r of vector i goes to `r * count + i`.
  ///   - count: The number of vectors.
  /// - Throws: `dimensionMismatch` unless both lengths fit.
  /// - Complexity: O(count × rows × columns), half of it for a lower triangular factor; some 40 operations a nanosecond with
  ///   AVX-512.
  public func transform(
    _ normals: Span<Double>, into vectors: inout MutableSpan<Double>, count: Int
  ) throws(NumericalError) {
    guard count >= 0, normals.count == count * factor.columns, vectors.count == count * factor.rows else {
      throw NumericalError(
        .dimensionMismatch,
        "\(normals.count) normals and \(vectors.count) components are not those of \(count) vectors")
    }
    guard count > 0, dimensions > 0, factor.columns > 0 else {
      for i in 0..<vectors.count { vectors[i] = 0 }
      return
    }
    let lanes = Int(C254_COMBINE_LANES)
    let panels = (count + lanes - 1) / lanes * lanes * factor.columns
    let ends = self.ends.map(Int64.init)
    let (rows, columns) = (factor.rows, factor.columns)
    normals.withUnsafeBufferPointer { z in
      vectors.withUnsafeMutableBufferPointer { y in
        factor.storage.withUnsafeBufferPointer { elements in
          withUnsafeTemporaryAllocation(of: Double.self, capacity: panels) { scratch in
            c254_combine(
              elements.baseAddress, rows, columns, ends, z.baseAddress, scratch.baseAddress, y.baseAddress, count)
          }
        }
      }
    }
  }
}
