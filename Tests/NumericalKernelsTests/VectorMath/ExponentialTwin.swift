/// The exponential in plain Swift, step for step the C kernel's: the reference that its clones are held to.
enum ExponentialTwin {
  static func exp(_ x: Double) -> Double {
    let argument = x < -746 ? -746 : x
    let rounder = 0x1.8p52
    let shifted = rounder.addingProduct(argument, 0x1.71547652b82fep+0)
    let k = shifted - rounder
    let r = argument.addingProduct(k, -0x1.62e42fefa39efp-1).addingProduct(k, -0x1.abc9e3b39803fp-56)
    let square = r * r
    var q = terms[8].addingProduct(r, terms[9])
    for i in stride(from: 6, through: 0, by: -2) {
      q = terms[i].addingProduct(r, terms[i + 1]).addingProduct(q, square)
    }
    let m = 1 + r.addingProduct(square, q)
    let isDeep = x < -700
    let lift: UInt64 = isDeep ? 256 << 52 : 0
    let value = Double(bitPattern: m.bitPattern &+ (shifted.bitPattern << 52) &+ lift) * (isDeep ? 0x1p-256 : 1)
    return x <= 0x1.62e42fefa39efp+9 ? value : x + .infinity
  }

  private static let terms: [Double] = [
    0x1.0000000000001p-1, 0x1.5555555555556p-3, 0x1.5555555553d63p-5, 0x1.11111111109b3p-7, 0x1.6c16c1788bd90p-10,
    0x1.a01a01a7c41d5p-13, 0x1.a019b90d2ae7ap-16, 0x1.71de0dae63bb3p-19, 0x1.289185613a3d6p-22,
    0x1.af38a9b0ec855p-26,
  ]
}
