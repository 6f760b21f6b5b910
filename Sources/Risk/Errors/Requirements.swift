/// Refuses the first number that is not finite.
func requireFinite(_ values: some Collection<Double>, _ what: String) throws(RiskError) {
  for (index, value) in values.enumerated() where !value.isFinite {
    throw RiskError(.notFinite, found: "\(what) \(value)", expected: "a finite number", index: index)
  }
}
