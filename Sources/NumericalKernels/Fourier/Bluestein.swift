/// A transform of any length n as a convolution with a chirp, done at a convenient length of at least 2n - 1.
///
/// With jk = (j² + k² - (k - j)²)/2, Xₖ = cₖ Σ (xⱼ cⱼ) c̄ₖ₋ⱼ where cₖ = exp(-πi k²/n).
///
/// Source: L. I. Bluestein, "A linear filtering approach to the computation of discrete Fourier transform", IEEE
/// Transactions on Audio and Electroacoustics 18 (1970) 451-455.
struct Bluestein: Sendable {
  let count: Int
  let chirp: ComplexVector
  /// The transform of the conjugate chirp, divided by its length.
  let kernel: ComplexVector
  let inner: FourierTransform

  init(_ count: Int) {
    self.count = count
    let length = Bluestein.convenientLength(2 * count - 1)
    let inner = FourierTransform(validCount: length)
    var chirp = ComplexVector(count: count)
    var kernel = ComplexVector(count: length)
    let scale = 1 / Double(length)
    var square = 0
    for k in 0..<count {
      // k² modulo 2n, by the odd numbers.
      let (cosine, sine) = UnitRoot.of(square, 2 * count)
      chirp[k] = (cosine, -sine)
      kernel[k] = (cosine * scale, sine * scale)
      if k > 0 { kernel[length - k] = kernel[k] }
      square = (square + 2 * k + 1) % (2 * count)
    }
    var workspace = inner.makeWorkspace()
    kernel.real.withUnsafeMutableBufferPointer { real in
      kernel.imaginary.withUnsafeMutableBufferPointer { imaginary in
        workspace.storage.withUnsafeMutableBufferPointer { inner.transform(real, imaginary, $0) }
      }
    }
    (self.chirp, self.kernel, self.inner) = (chirp, kernel, inner)
  }

  /// The least 2ᵃ3ᵇ5ᶜ from a length on.
  static func convenientLength(_ least: Int) -> Int {
    var best = 1
    while best < least { best *= 2 }
    var fives = 1
    while fives < best {
      var threes = fives
      while threes < best {
        var length = threes
        while length < least { length *= 2 }
        best = min(best, length)
        threes *= 3
      }
      fives *= 5
    }
    return best
  }

  var workspaceCount: Int { 2 * inner.count + inner.workspaceCount }

  func transform(
    _ real: UnsafeMutablePointer<Double>, _ imaginary: UnsafeMutablePointer<Double>,
    _ memory: UnsafeMutablePointer<Double>
  ) {
    let length = inner.count
    let a = UnsafeMutableBufferPointer(start: memory, count: length)
    let b = UnsafeMutableBufferPointer(start: memory + length, count: length)
    let rest = UnsafeMutableBufferPointer(start: memory + 2 * length, count: inner.workspaceCount)
    a.update(repeating: 0)
    b.update(repeating: 0)
    chirp.real.withUnsafeBufferPointer { cosines in
      chirp.imaginary.withUnsafeBufferPointer { sines in
        for k in 0..<count {
          a[k] = real[k] * cosines[k] - imaginary[k] * sines[k]
          b[k] = real[k] * sines[k] + imaginary[k] * cosines[k]
        }
        inner.transform(a, b, rest)
        kernel.real.withUnsafeBufferPointer { kernelReal in
          kernel.imaginary.withUnsafeBufferPointer { kernelImaginary in
            for k in 0..<length {
              let product = a[k] * kernelReal[k] - b[k] * kernelImaginary[k]
              b[k] = a[k] * kernelImaginary[k] + b[k] * kernelReal[k]
              a[k] = product
            }
          }
        }
        inner.transform(b, a, rest)
        for k in 0..<count {
          real[k] = a[k] * cosines[k] - b[k] * sines[k]
          imaginary[k] = a[k] * sines[k] + b[k] * cosines[k]
        }
      }
    }
  }
}
