/// The counter-based generator Philox4x32-10: four 32-bit numbers out of a counter and a key.
///
/// A keyed bijection of the 128-bit counter: no state, any block at any time. Salmon, Moraes, Dror and Shaw, "Parallel
/// random numbers: as easy as 1, 2, 3", SC11; the numbers are those of the authors' Random123 library.
public enum Philox4x32 {
  /// The block that belongs to a counter.
  ///
  /// - Complexity: ten rounds of two 32-bit products.
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    let x = words(
      UInt64(counter[1]) << 32 | UInt64(counter[0]), UInt64(counter[3]) << 32 | UInt64(counter[2]),
      key: UInt64(key[1]) << 32 | UInt64(key[0]))
    return [
      UInt32(truncatingIfNeeded: x.0), UInt32(x.0 >> 32), UInt32(truncatingIfNeeded: x.1), UInt32(x.1 >> 32),
    ]
  }

  /// The block as two words, counter and key alike, the low halves first.
  @inline(__always)
  static func words(_ lower: UInt64, _ upper: UInt64, key: UInt64) -> (UInt64, UInt64) {
    let mask: UInt64 = 0xffff_ffff
    var (c0, c1, c2, c3) = (lower & mask, lower >> 32, upper & mask, upper >> 32)
    var (k0, k1) = (key & mask, key >> 32)
    for _ in 0..<10 {
      let p0 = c0 &* 0xD251_1F53
      let p1 = c2 &* 0xCD9E_8D57
      c0 = (p1 >> 32) ^ c1 ^ k0
      c1 = p1 & mask
      c2 = (p0 >> 32) ^ c3 ^ k1
      c3 = p0 & mask
      k0 = (k0 &+ 0x9E37_79B9) & mask
      k1 = (k1 &+ 0xBB67_AE85) & mask
    }
    return (c1 << 32 | c0, c3 << 32 | c2)
  }
}
