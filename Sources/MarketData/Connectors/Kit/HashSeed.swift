/// Where the hashes of the hash tables over input begin: another number in every process.
///
/// It moves no result: the tables keep what they hold in the order in which it came.
enum HashSeed {
  /// The number.
  static let value = UInt64.random(in: .min ... .max)
}
