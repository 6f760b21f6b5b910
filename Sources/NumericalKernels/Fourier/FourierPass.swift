/// One pass of Stockham's algorithm: `blocks × stride` small transforms of `radix` elements.
///
/// Element q + stride (p + blocks k) of the source, k = 0 ..< radix, becomes element q + stride (radix p + j) of the target, times
/// exp(-2πi p j / (blocks radix)).
struct FourierPass: Sendable {
  let radix: Int
  let blocks: Int
  let stride: Int
  /// Where the pass's twiddle factors begin, (radix - 1) for each block.
  let offset: Int
  /// What does the pass, for a large prime radix.
  let convolution: PrimeConvolution?

  /// The doubles that the pass works in, besides source and target.
  var scratchCount: Int { convolution?.scratchCount ?? (radix > 5 ? 8 * radix : 0) }

  struct Arrays {
    let real: UnsafeMutablePointer<Double>
    let imaginary: UnsafeMutablePointer<Double>

    @inline(__always) subscript(place: Int) -> Pair {
      get {
        Pair(
          re: UnsafeRawPointer(real + place).loadUnaligned(as: SIMD2<Double>.self),
          im: UnsafeRawPointer(imaginary + place).loadUnaligned(as: SIMD2<Double>.self))
      }
      nonmutating set {
        UnsafeMutableRawPointer(real + place).storeBytes(of: newValue.re, as: SIMD2<Double>.self)
        UnsafeMutableRawPointer(imaginary + place).storeBytes(of: newValue.im, as: SIMD2<Double>.self)
      }
    }
  }

  /// Two neighbouring complex numbers.
  struct Pair {
    var re: SIMD2<Double>
    var im: SIMD2<Double>

    @inline(__always) static func + (a: Pair, b: Pair) -> Pair { Pair(re: a.re + b.re, im: a.im + b.im) }
    @inline(__always) static func - (a: Pair, b: Pair) -> Pair { Pair(re: a.re - b.re, im: a.im - b.im) }
    @inline(__always) static func * (a: Pair, b: Double) -> Pair { Pair(re: a.re * b, im: a.im * b) }
    /// Times a complex number given as (re, im).
    @inline(__always) func times(_ w: SIMD2<Double>) -> Pair {
      Pair(re: re * w.x - im * w.y, im: re * w.y + im * w.x)
    }
    /// Each times its own complex number.
    @inline(__always) func times(_ v: SIMD2<Double>, _ w: SIMD2<Double>) -> Pair {
      let (cosines, sines) = (SIMD2(v.x, w.x), SIMD2(v.y, w.y))
      return Pair(re: re * cosines - im * sines, im: re * sines + im * cosines)
    }
    /// Times -i.
    @inline(__always) var turned: Pair { Pair(re: im, im: -re) }
  }

  func run(
    _ x: Arrays, _ y: Arrays, _ table: UnsafeBufferPointer<SIMD2<Double>>, _ scratch: UnsafeMutablePointer<Double>
  ) {
    guard let base = table.baseAddress else { return }
    let twiddles = base + offset
    switch radix {
    case 2: run2(x, y, twiddles)
    case 3: run3(x, y, twiddles)
    case 4: run4(x, y, twiddles)
    case 5: run5(x, y, twiddles)
    default:
      if let convolution {
        convolution.run(x, y, blocks: blocks, stride: stride, twiddles, scratch)
      } else {
        runAny(x, y, twiddles, scratch)
      }
    }
  }

  /// Calls the body for each pair of columns of a block.
  ///
  /// An odd last column comes first: what its second half writes beyond the row is overwritten by the columns and blocks after it.
  @inline(__always)
  private func forEachPair(_ body: (Int) -> Void) {
    var q = 0
    if stride % 2 == 1 { body(stride - 1) }
    while q + 1 < stride {
      body(q)
      q += 2
    }
  }

  private func run2(_ x: Arrays, _ y: Arrays, _ w: UnsafePointer<SIMD2<Double>>) {
    let step = stride * blocks
    for p in 0..<blocks {
      let w1 = w[p]
      forEachPair { q in
        let (i, o) = (q + stride * p, q + stride * 2 * p)
        let (a, b) = (x[i], x[i + step])
        y[o] = a + b
        y[o + stride] = (a - b).times(w1)
      }
    }
  }

  private func run3(_ x: Arrays, _ y: Arrays, _ w: UnsafePointer<SIMD2<Double>>) {
    let step = stride * blocks
    for p in 0..<blocks {
      let (w1, w2) = (w[2 * p], w[2 * p + 1])
      forEachPair { q in
        let (i, o) = (q + stride * p, q + stride * 3 * p)
        let (a, b, c) = (x[i], x[i + step], x[i + 2 * step])
        let sum = b + c
        let turn = (b - c).turned * 0.86602540378443864676
        let middle = a - sum * 0.5
        y[o] = a + sum
        y[o + stride] = (middle + turn).times(w1)
        y[o + 2 * stride] = (middle - turn).times(w2)
      }
    }
  }

  private func run4(_ x: Arrays, _ y: Arrays, _ w: UnsafePointer<SIMD2<Double>>) {
    let step = stride * blocks
    if stride == 1, blocks % 2 == 0 { return run4OfOneColumn(x, y, w) }
    for p in 0..<blocks {
      let (w1, w2, w3) = (w[3 * p], w[3 * p + 1], w[3 * p + 2])
      forEachPair { q in
        let (i, o) = (q + stride * p, q + stride * 4 * p)
        let (a, b, c, d) = (x[i], x[i + step], x[i + 2 * step], x[i + 3 * step])
        let (even, odd) = (a + c, b + d)
        let (rest, turn) = (a - c, (b - d).turned)
        y[o] = even + odd
        y[o + stride] = (rest + turn).times(w1)
        y[o + 2 * stride] = (even - odd).times(w2)
        y[o + 3 * stride] = (rest - turn).times(w3)
      }
    }
  }

  /// Radix 4 with a stride of one: two blocks, not two columns, at a time.
  private func run4OfOneColumn(_ x: Arrays, _ y: Arrays, _ w: UnsafePointer<SIMD2<Double>>) {
    for p in Swift.stride(from: 0, to: blocks, by: 2) {
      let (a, b, c, d) = (x[p], x[p + blocks], x[p + 2 * blocks], x[p + 3 * blocks])
      let (even, odd) = (a + c, b + d)
      let (rest, turn) = (a - c, (b - d).turned)
      let table = w + 3 * p
      let first = even + odd
      let second = (rest + turn).times(table[0], table[3])
      let third = (even - odd).times(table[1], table[4])
      let fourth = (rest - turn).times(table[2], table[5])
      let o = 4 * p
      y[o] = Pair(re: SIMD2(first.re.x, second.re.x), im: SIMD2(first.im.x, second.im.x))
      y[o + 2] = Pair(re: SIMD2(third.re.x, fourth.re.x), im: SIMD2(third.im.x, fourth.im.x))
      y[o + 4] = Pair(re: SIMD2(first.re.y, second.re.y), im: SIMD2(first.im.y, second.im.y))
      y[o + 6] = Pair(re: SIMD2(third.re.y, fourth.re.y), im: SIMD2(third.im.y, fourth.im.y))
    }
  }

  private func run5(_ x: Arrays, _ y: Arrays, _ w: UnsafePointer<SIMD2<Double>>) {
    let step = stride * blocks
    let (c1, c2) = (0.30901699437494742410, -0.80901699437494742410)
    let (s1, s2) = (0.95105651629515357212, 0.58778525229247312917)
    for p in 0..<blocks {
      let (w1, w2, w3, w4) = (w[4 * p], w[4 * p + 1], w[4 * p + 2], w[4 * p + 3])
      forEachPair { q in
        let (i, o) = (q + stride * p, q + stride * 5 * p)
        let a = x[i]
        let (b, c) = (x[i + step], x[i + 2 * step])
        let (d, e) = (x[i + 3 * step], x[i + 4 * step])
        let (outer, inner) = (b + e, c + d)
        let (outerTurn, innerTurn) = ((b - e).turned, (c - d).turned)
        let first = a + outer * c1 + inner * c2
        let second = a + outer * c2 + inner * c1
        let firstTurn = outerTurn * s1 + innerTurn * s2
        let secondTurn = outerTurn * s2 - innerTurn * s1
        y[o] = a + outer + inner
        y[o + stride] = (first + firstTurn).times(w1)
        y[o + 2 * stride] = (second + secondTurn).times(w2)
        y[o + 3 * stride] = (second - secondTurn).times(w3)
        y[o + 4 * stride] = (first - firstTurn).times(w4)
      }
    }
  }

  /// Any odd radix, by the definition over sums and differences of opposite elements.
  private func runAny(
    _ x: Arrays, _ y: Arrays, _ w: UnsafePointer<SIMD2<Double>>, _ scratch: UnsafeMutablePointer<Double>
  ) {
    let step = stride * blocks
    let half = radix / 2
    let roots = w + (radix - 1) * blocks
    let sum = Arrays(real: scratch, imaginary: scratch + 2 * radix)
    let result = Arrays(real: scratch + 4 * radix, imaginary: scratch + 6 * radix)
    for p in 0..<blocks {
      let twiddles = w + (radix - 1) * p
      forEachPair { q in
        let (i, o) = (q + stride * p, q + stride * radix * p)
        let first = x[i]
        var total = first
        for k in 1...half {
          let (a, b) = (x[i + k * step], x[i + (radix - k) * step])
          sum[2 * k] = a + b
          sum[2 * (radix - k)] = (a - b).turned
          total = total + (a + b)
        }
        var row = roots
        for j in 1...half {
          var even = first
          var odd = Pair(re: .zero, im: .zero)
          for k in 1...half {
            let root = row[k - 1]
            even = even + sum[2 * k] * root.x
            odd = odd + sum[2 * (radix - k)] * root.y
          }
          result[2 * j] = (even + odd).times(twiddles[j - 1])
          result[2 * (radix - j)] = (even - odd).times(twiddles[radix - j - 1])
          row += half
        }
        // Written in ascending order, as `forEachPair` needs it.
        y[o] = total
        for j in 1..<radix { y[o + j * stride] = result[2 * j] }
      }
    }
  }
}
