internal import CCarbon254Kernels

extension RandomStream {
  /// Fills an array with the next words.
  ///
  /// - Complexity: O(*n*), without allocation; about half a nanosecond a word with AVX-512.
  public mutating func fillWords(_ words: inout MutableSpan<UInt64>) {
    let n = words.count
    words.withUnsafeMutableBufferPointer { c254_philox_words(seed, path, position, $0.baseAddress, n) }
    position &+= UInt64(n)
  }

  /// Fills an array with uniforms on [0, 1), the same as ``uniform()`` call after call.
  ///
  /// - Complexity: O(*n*), without allocation.
  public mutating func fillUniforms(_ u: inout MutableSpan<Double>) {
    let n = u.count
    u.withUnsafeMutableBufferPointer { c254_philox_uniforms(seed, path, position, $0.baseAddress, n) }
    position &+= UInt64(n)
  }

  /// Fills an array with standard normals, the same as ``normal()`` call after call.
  ///
  /// - Complexity: O(*n*), without allocation; about 3 ns each with AVX-512.
  public mutating func fillNormals(_ z: inout MutableSpan<Double>) {
    z.withUnsafeMutableBufferPointer { fillNormals($0.baseAddress, count: $0.count) }
  }

  mutating func fillNormals(_ z: UnsafeMutablePointer<Double>?, count: Int) {
    c254_philox_normals(seed, path, position, z, count)
    position &+= UInt64(count)
  }

  /// Fills an array with standard exponentials, the same as ``exponential()`` call after call.
  ///
  /// - Complexity: O(*n*), without allocation that grows with it.
  public mutating func fillExponentials(_ e: inout MutableSpan<Double>) {
    let chunk = 256
    var words = [UInt64](repeating: 0, count: min(chunk, e.count))
    var uniforms = [Double](repeating: 0, count: words.count)
    for start in stride(from: 0, to: e.count, by: chunk) {
      let count = min(chunk, e.count - start)
      words.withUnsafeMutableBufferPointer { c254_philox_words(seed, path, position, $0.baseAddress, count) }
      position &+= UInt64(count)
      for i in 0..<count { uniforms[i] = Self.positiveUniform(ofWord: words[i]) }
      uniforms.withUnsafeBufferPointer { source in
        e.withUnsafeMutableBufferPointer { target in
          guard let base = target.baseAddress else { return }
          c254_log(source.baseAddress, base + start, count)
          for i in start..<start + count { target[i] = -target[i] }
        }
      }
    }
  }

  /// The next uniforms on [0, 1).
  public mutating func uniforms(_ count: Int) -> [Double] {
    var u = [Double](repeating: 0, count: count)
    var span = u.mutableSpan
    fillUniforms(&span)
    return u
  }

  /// The next standard normals.
  public mutating func normals(_ count: Int) -> [Double] {
    var z = [Double](repeating: 0, count: count)
    var span = z.mutableSpan
    fillNormals(&span)
    return z
  }

  /// The next standard exponentials.
  public mutating func exponentials(_ count: Int) -> [Double] {
    var e = [Double](repeating: 0, count: count)
    var span = e.mutableSpan
    fillExponentials(&span)
    return e
  }
}
