extension PathWeights {
  private enum Key: CodingKey { case paths, weights, sampleCount }

  /// Reads weights; ones that are not one for each path of the sample are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      paths: try container(.paths), weights: try container(.weights), sampleCount: try container(.sampleCount))
    try container.require(
      paths.count == weights.count && paths.allSatisfy { (0..<max(0, sampleCount)).contains($0) }, .paths,
      "a weight for each of some paths of the sample")
  }
}
