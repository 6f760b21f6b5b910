import NumericalKernels
import Testing

@Suite struct FloatBLASTests {
  @Test func batchedHeadsMatchTheDefinition() throws {
    let (tokens, heads, width) = (5, 3, 4)
    let row = heads * width
    let q = (0..<tokens * row).map { Float($0 % 7) - 3 }
    let k = (0..<tokens * row).map { Float($0 % 5) - 2 }
    var scores = [Float](repeating: .nan, count: heads * tokens * tokens)
    let head = FloatBlock(rowStride: row, batchStride: width)
    let keys = FloatBlock(rowStride: row, batchStride: width, isTransposed: true)
    let out = FloatBlock(rowStride: tokens, batchStride: tokens * tokens)
    try FloatBLAS.gemm(
      m: tokens, n: tokens, k: width, alpha: 0.5, a: q.span, head, b: k.span, keys, c: &scores, out, batch: heads)
    for h in 0..<heads {
      for i in 0..<tokens {
        for j in 0..<tokens {
          let expected = (0..<width).reduce(Float(0)) {
            $0 + q[i * row + h * width + $1] * k[j * row + h * width + $1]
          }
          #expect(scores[h * tokens * tokens + i * tokens + j] == 0.5 * expected)
        }
      }
    }
  }

  @Test func transposedLeftAndBetaApply() throws {
    let (a, b): ([Float], [Float]) = ([1, 2, 3, 4, 5, 6], [1, 0, 2, 1, 1, 3])
    var c: [Float] = [1, 1, 1, 1]
    let stored = FloatBlock(rowStride: 2, isTransposed: true)
    try FloatBLAS.gemm(
      m: 2, n: 2, k: 3, a: a.span, stored, b: b.span, FloatBlock(rowStride: 2), beta: 10, c: &c,
      FloatBlock(rowStride: 2))
    #expect(c == [22, 28, 26, 32])
    var y: [Float] = [0, 0, 0]
    let x: [Float] = [1, -1]
    try FloatBLAS.gemv(m: 3, n: 2, a: a.span, FloatBlock(rowStride: 2), x: x.span, y: &y)
    #expect(y == [-1, -1, -1])
    var z: [Float] = [1, 1]
    try FloatBLAS.gemv(m: 2, n: 3, alpha: 2, a: a.span, stored, x: y.span, beta: 1, y: &z)
    #expect(z == [-17, -23])
  }

  @Test func emptySumsScaleTheResult() throws {
    let none: [Float] = []
    var c: [Float] = [1, 2]
    let block = FloatBlock(rowStride: 2)
    try FloatBLAS.gemm(
      m: 1, n: 2, k: 0, a: none.span, FloatBlock(rowStride: 0), b: none.span, block, beta: 3, c: &c, block)
    #expect(c == [3, 6])
  }

  @Test func blocksBeyondTheirBufferAreRefused() {
    let a = [Float](repeating: 1, count: 6)
    func product(_ block: FloatBlock, batch: Int = 1, m: Int = 2) throws {
      var c = [Float](repeating: 0, count: 4 * max(1, min(batch, 4)))
      try FloatBLAS.gemm(
        m: m, n: 2, k: 3, a: a.span, block, b: a.span, FloatBlock(rowStride: 2), c: &c,
        FloatBlock(rowStride: 2, batchStride: batch > 1 ? 4 : 0), batch: batch)
    }
    #expect(throws: Never.self) { try product(FloatBlock(rowStride: 3)) }
    #expect(throws: NumericalError.self) { try product(FloatBlock(offset: 1, rowStride: 3)) }
    #expect(throws: NumericalError.self) { try product(FloatBlock(offset: .max, rowStride: 3)) }
    #expect(throws: NumericalError.self) { try product(FloatBlock(rowStride: 2)) }
    #expect(throws: NumericalError.self) { try product(FloatBlock(rowStride: 4)) }
    #expect(throws: NumericalError.self) { try product(FloatBlock(rowStride: 3, batchStride: 1), batch: 2) }
    #expect(throws: NumericalError.self) { try product(FloatBlock(rowStride: 3, batchStride: .max), batch: 3) }
    #expect(throws: NumericalError.self) { try product(FloatBlock(rowStride: 3), m: -1) }
    #expect(throws: NumericalError.self) { try product(FloatBlock(rowStride: 1 << 40)) }
  }
}
