extension ForwardModel: Codable {
  private enum Key: CodingKey { case process, shift, tenors, factors }

  private enum Name: String, Codable { case logNormal, normal }

  /// Reads a model and refuses what ``init(_:tenors:factors:)`` refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let process: Process =
      switch try container.decode(Name.self, forKey: .process) {
      case .logNormal: .logNormal(shift: try container.decodeIfPresent(Double.self, forKey: .shift) ?? 0)
      case .normal: .normal
      }
    try self.init(
      process, tenors: container.decode([Double].self, forKey: .tenors),
      factors: container.decode([[Double]].self, forKey: .factors))
  }

  /// Writes process, shift, tenors and factors.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch process {
    case .logNormal(let shift):
      try container.encode(Name.logNormal, forKey: .process)
      try container.encode(shift, forKey: .shift)
    case .normal: try container.encode(Name.normal, forKey: .process)
    }
    try container.encode(tenors, forKey: .tenors)
    try container.encode(factors, forKey: .factors)
  }
}
