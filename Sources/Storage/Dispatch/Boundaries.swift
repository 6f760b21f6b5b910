/// What is in the store when the first step begins.
public enum InitialState: Hashable, Sendable, Codable {
  /// So many MWh.
  case energy(Double)
  /// As much as when the last step ends, whatever is best.
  case cyclic
}

/// What the energy that is left in the store when the last step ends is worth.
public enum TerminalValue: Hashable, Sendable, Codable {
  /// Nothing; with a cyclic beginning it is as much as at the beginning.
  case none
  /// The store must end with so many MWh.
  case energy(Double)
  /// A price for each MWh in the store, in the currency of the prices.
  case price(Double)
  /// Straight pieces between points of energy and value; beyond the outer points no state may end.
  case curve([TerminalPoint])
}

/// The value of one amount of energy at the end.
public struct TerminalPoint: Hashable, Sendable, Codable {
  /// The energy in the store, MWh.
  public let energy: Double
  /// What it is worth, in the currency of the prices.
  public let value: Double

  /// Makes a point.
  public init(energy: Double, value: Double) {
    self.energy = energy
    self.value = value
  }
}

extension TerminalValue {
  /// What an amount of energy at the end is worth; 0 where it is fixed or free.
  public func value(of energy: Double) -> Double {
    switch self {
    case .none, .energy: return 0
    case .price(let price): return price * energy
    case .curve(let points):
      guard let first = points.first, let last = points.last else { return 0 }
      if energy <= first.energy { return first.value }
      if energy >= last.energy { return last.value }
      var low = 0
      var high = points.count - 1
      while high - low > 1 {
        let middle = (low + high) / 2
        if points[middle].energy <= energy { low = middle } else { high = middle }
      }
      let part = (energy - points[low].energy) / (points[high].energy - points[low].energy)
      return points[low].value + part * (points[high].value - points[low].value)
    }
  }

  /// Whether a MWh more is never worth more than the one before.
  var isConcave: Bool {
    guard case .curve(let points) = self, points.count > 2 else { return true }
    let slopes = zip(points, points.dropFirst()).map { ($1.value - $0.value) / ($1.energy - $0.energy) }
    return zip(slopes, slopes.dropFirst()).allSatisfy { $0 >= $1 }
  }

  /// Beyond it a value is a slip, and its slopes leave the numbers.
  private static let largestValue = 1e15

  func check(window: ClosedRange<Double>) throws(StorageError) {
    switch self {
    case .none: break
    case .energy(let energy): try InputCheck.within(window, energy, "terminal.energy")
    case .price(let price): try InputCheck.within(-1e9...1e9, price, "terminal.price")
    case .curve(let points):
      guard let first = points.first, let last = points.last, points.count <= 100_000 else {
        throw StorageError(
          .empty, field: "terminal.curve", found: "\(points.count) points", expected: "1 to 100000")
      }
      for (index, point) in points.enumerated() {
        guard abs(point.value) <= Self.largestValue, abs(point.energy) <= InputCheck.largestSize,
          index == 0 || point.energy > points[index - 1].energy
        else {
          throw StorageError(
            .outOfRange, field: "terminal.curve", found: "\(point.energy) MWh, \(point.value)",
            expected: "values from -1e15 to 1e15 at energies that rise", index: index)
        }
      }
      guard first.energy <= window.upperBound, last.energy >= window.lowerBound else {
        throw StorageError(
          .outOfRange, field: "terminal.curve", found: "\(first.energy) to \(last.energy) MWh",
          expected: "a part of the window \(window)")
      }
    }
  }
}
