/// Transforms of a prime length p as cyclic convolutions of length p - 1, for a group of neighbouring columns at a time.
///
/// With g a generator of the numbers modulo p, the outputs at g⁻ʲ are x₀ + Σ x(gᵏ) w(gᵏ⁻ʲ). The convolution goes through passes over
/// the whole group, which stays in the nearest cache.
///
/// - Note: Source: C. M. Rader, Proc. IEEE 56 (1968).
struct PrimeConvolution: Sendable {
  private let prime: Int
  /// The number of columns of a group, which divides the stride.
  private let width: Int
  /// gᵏ modulo p.
  private let powers: [Int]
  private let passes: FourierPasses
  /// The transform of w(g⁻ᵏ), over p - 1.
  private let kernel: [SIMD2<Double>]

  /// Whether a prime is done faster in this way than by the definition.
  static func suits(_ prime: Int) -> Bool {
    prime > 36 && (FourierPasses.factors(of: prime - 1).max() ?? 0) <= 13
  }

  init(_ prime: Int, stride: Int) {
    self.prime = prime
    let widths = (1...16).filter { stride % $0 == 0 }
    width = widths.last { $0 % 2 == 0 } ?? widths.last ?? 1
    let powers = PrimeConvolution.powers(prime)
    let count = prime - 1
    var kernel = ComplexVector(count: count)
    for k in 0..<count {
      let (cosine, sine) = UnitRoot.of(powers[(count - k) % count], prime)
      kernel[k] = (cosine / Double(count), -sine / Double(count))
    }
    let plan = FourierTransform(validCount: count)
    var workspace = plan.makeWorkspace()
    plan.transform(&kernel, &workspace)
    self.kernel = (0..<count).map { SIMD2(kernel[$0].real, kernel[$0].imaginary) }
    self.powers = powers
    passes = FourierPasses(count, columns: width)
  }

  /// The powers of the least generator.
  private static func powers(_ prime: Int) -> [Int] {
    for generator in 2..<prime {
      var powers = [1]
      while let last = powers.last, last * generator % prime != 1 { powers.append(last * generator % prime) }
      if powers.count == prime - 1 { return powers }
    }
    return [1]
  }

  /// The doubles of one work array.
  private var pitch: Int { (prime - 1) * width + 2 }

  var scratchCount: Int { 4 * pitch + passes.scratchCount }

  func run(
    _ x: FourierPass.Arrays, _ y: FourierPass.Arrays, blocks: Int, stride: Int,
    _ twiddles: UnsafePointer<SIMD2<Double>>,
    _ scratch: UnsafeMutablePointer<Double>
  ) {
    let first = FourierPass.Arrays(real: scratch, imaginary: scratch + pitch)
    let second = FourierPass.Arrays(real: scratch + 2 * pitch, imaginary: scratch + 3 * pitch)
    powers.withUnsafeBufferPointer { powers in
      kernel.withUnsafeBufferPointer { kernel in
        for block in 0..<blocks {
          let w = twiddles + (prime - 1) * block
          for column in Swift.stride(from: 0, to: stride, by: width) {
            let source = x + (column + stride * block)
            let target = y + (column + stride * prime * block)
            for k in 0..<prime - 1 { (source + powers[k] * stride * blocks).copy(width, to: first + k * width) }
            let swapped = passes.run(first, second, scratch + 4 * pitch)
            let (spectrum, other) = swapped ? (second, first) : (first, second)
            multiply(spectrum, kernel, source, target)
            // Exchanging real and imaginary parts turns the sign of the exponent.
            let turned = passes.run(spectrum.exchanged, other.exchanged, scratch + 4 * pitch)
            let result = turned ? other : spectrum
            for k in 0..<prime - 1 {
              let row = powers[k == 0 ? 0 : prime - 1 - k]
              let output = target + row * stride
              if block == 0 {
                (result + k * width).copy(width, to: output)
              } else {
                (result + k * width).copy(width, to: output, times: w[row - 1])
              }
            }
          }
        }
      }
    }
  }

  /// Multiplies the spectrum by the kernel's, and adds the first input to each output: to the sum, which is the first output, and to the
  /// product's first row.
  private func multiply(
    _ spectrum: FourierPass.Arrays, _ kernel: UnsafeBufferPointer<SIMD2<Double>>, _ source: FourierPass.Arrays,
    _ target: FourierPass.Arrays
  ) {
    for column in 0..<width {
      let (real, imaginary) = (source.real[column], source.imaginary[column])
      let (sumReal, sumImaginary) = (spectrum.real[column], spectrum.imaginary[column])
      target.real[column] = real + sumReal
      target.imaginary[column] = imaginary + sumImaginary
      spectrum.real[column] = real + (sumReal * kernel[0].x - sumImaginary * kernel[0].y)
      spectrum.imaginary[column] = imaginary + (sumReal * kernel[0].y + sumImaginary * kernel[0].x)
    }
    for k in 1..<prime - 1 { (spectrum + k * width).copy(width, to: spectrum + k * width, times: kernel[k]) }
  }
}

extension FourierPass.Arrays {
  @inline(__always) static func + (arrays: FourierPass.Arrays, offset: Int) -> FourierPass.Arrays {
    FourierPass.Arrays(real: arrays.real + offset, imaginary: arrays.imaginary + offset)
  }

  /// Real parts for imaginary ones.
  var exchanged: FourierPass.Arrays { FourierPass.Arrays(real: imaginary, imaginary: real) }

  /// Copies the first elements.
  @inline(__always) func copy(_ count: Int, to target: FourierPass.Arrays) {
    var i = 0
    while i + 1 < count {
      target[i] = self[i]
      i += 2
    }
    if i < count { (target.real[i], target.imaginary[i]) = (real[i], imaginary[i]) }
  }

  /// Copies the first elements, each times a complex number given as (re, im).
  @inline(__always) func copy(_ count: Int, to target: FourierPass.Arrays, times w: SIMD2<Double>) {
    var i = 0
    while i + 1 < count {
      target[i] = self[i].times(w)
      i += 2
    }
    if i < count {
      let product = real[i] * w.x - imaginary[i] * w.y
      target.imaginary[i] = real[i] * w.y + imaginary[i] * w.x
      target.real[i] = product
    }
  }
}
