/// The passes of a transform whose prime factors are small, with their twiddle factors.
struct FourierPasses: Sendable {
  private let passes: [FourierPass]
  private let twiddles: [SIMD2<Double>]

  /// Plans transforms of a length, for a number of columns side by side.
  init(_ count: Int, columns: Int = 1) {
    var passes: [FourierPass] = []
    var twiddles: [SIMD2<Double>] = []
    var (length, stride) = (count, columns)
    for radix in FourierPasses.factors(of: count) {
      length /= radix
      let isConvolved = PrimeConvolution.suits(radix)
      passes.append(
        FourierPass(
          radix: radix, blocks: length, stride: stride, offset: twiddles.count,
          convolution: isConvolved ? PrimeConvolution(radix, stride: stride) : nil))
      for p in 0..<length {
        for j in 1..<radix {
          let (cosine, sine) = UnitRoot.of(p * j, length * radix)
          twiddles.append(SIMD2(cosine, -sine))
        }
      }
      if radix > 5, !isConvolved {
        for j in 1...radix / 2 {
          for k in 1...radix / 2 {
            let (cosine, sine) = UnitRoot.of(j * k % radix, radix)
            twiddles.append(SIMD2(cosine, sine))
          }
        }
      }
      stride *= radix
    }
    (self.passes, self.twiddles) = (passes, twiddles)
  }

  /// The passes' radices, in the order that they are done.
  static func factors(of count: Int) -> [Int] {
    var rest = count
    var factors: [Int] = []
    for radix in [4, 2, 3, 5] {
      while rest % radix == 0 {
        factors.append(radix)
        rest /= radix
      }
    }
    var prime = 7
    while prime * prime <= rest {
      while rest % prime == 0 {
        factors.append(prime)
        rest /= prime
      }
      prime += 2
    }
    if rest > 1 { factors.append(rest) }
    return factors
  }

  /// The doubles that a transform works in, besides its two arrays.
  var scratchCount: Int { passes.map(\.scratchCount).max() ?? 0 }

  /// Transforms one array, using the other; whether the result lies in the other.
  ///
  /// Passes move two elements at a time and may touch one past the end of either.
  func run(
    _ x: FourierPass.Arrays, _ y: FourierPass.Arrays, _ scratch: UnsafeMutablePointer<Double>
  ) -> Bool {
    var (source, target) = (x, y)
    twiddles.withUnsafeBufferPointer { table in
      for pass in passes {
        pass.run(source, target, table, scratch)
        swap(&source, &target)
      }
    }
    return passes.count % 2 == 1
  }
}
