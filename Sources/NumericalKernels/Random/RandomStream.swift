/// Random numbers by address: the words of a stream depend on seed, path and position and on nothing else.
///
/// Give each simulated path (scenario, asset, forced outage ...) its own `path` number. The numbers are then the same
/// in whatever order and on however many threads the paths are drawn, and a stream can start anywhere:
///
/// ```swift
/// var stream = RandomStream(seed: 254, path: 17)
/// stream.normal()
/// stream.position = 1_000_000  // in no time
/// ```
///
/// Bit-identical on every machine. Layout, part of the API: Philox4x32-10 with the seed as its key (low half first) and the counter (block, path),
/// each 64 bits with the low half first. A block (x₀, x₁, x₂, x₃) holds two 64-bit words, x₀ + 2³² x₁ and then x₂ +
/// 2³² x₃; word `position` of the stream lies in block `position / 2`.
///
/// ``uniform()``, ``positiveUniform()``, ``normal()`` and ``exponential()`` use one word each; the other
/// distributions reject and use as many as they need. Filling an array gives the numbers that one call after the
/// other gives.
public struct RandomStream: RandomNumberGenerator, Hashable, Sendable {
  /// The key.
  public let seed: UInt64
  /// The stream among those of the seed.
  public let path: UInt64
  /// The number of the word that comes next.
  ///
  /// Set it to jump. Beyond 2⁶⁴ - 1 the stream begins again.
  public var position: UInt64

  /// The eight words of the last group, the one that `position / 8` numbers.
  private var words = InlineArray<8, UInt64>(repeating: 0)
  private var group = UInt64.max

  /// The stream of a seed and a path, from its beginning or another position.
  public init(seed: UInt64, path: UInt64, position: UInt64 = 0) {
    self.seed = seed
    self.path = path
    self.position = position
  }

  /// The next word, 64 random bits.
  ///
  /// - Complexity: O(1); four blocks are computed for every eighth word.
  public mutating func next() -> UInt64 {
    if position >> 3 != group { computeGroup() }
    let word = words[Int(position & 7)]
    position &+= 1
    return word
  }

  private mutating func computeGroup() {
    group = position >> 3
    for block in 0..<4 {
      (words[2 * block], words[2 * block + 1]) = Philox4x32.words(4 * group + UInt64(block), path, key: seed)
    }
  }

  /// Two streams are equal when they have the same numbers ahead of them.
  public static func == (a: RandomStream, b: RandomStream) -> Bool {
    a.seed == b.seed && a.path == b.path && a.position == b.position
  }

  /// Feeds seed, path and position to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(seed)
    hasher.combine(path)
    hasher.combine(position)
  }
}
