import MarketData

/// Whether `body` throws a ``UnitError`` with a code.
func throwsUnitError(_ code: UnitError.Code, _ body: () throws -> some Any) -> Bool {
  do {
    _ = try body()
    return false
  } catch {
    return (error as? UnitError)?.code == code
  }
}

/// Relative agreement to a few units in the last place.
func agrees(_ value: Double, _ expected: Double, within tolerance: Double = 1e-14) -> Bool {
  abs(value - expected) <= tolerance * abs(expected)
}
