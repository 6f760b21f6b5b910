public import Valuation

extension AwardReconciliation: DocumentedResult {
  private enum Key: CodingKey {
    case steps, awarded, feasible, storedEnergy, findings, boughtBack, soldBack, correctionRevenue, deviationRevenue
    case basis
  }

  /// Reads a reconciliation.
  ///
  /// - Throws: A `DecodingError` where columns are not as long as the steps, or a finding is of none of them.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    steps = try container(.steps)
    awarded = try container(.awarded)
    feasible = try container(.feasible)
    storedEnergy = try container(.storedEnergy)
    findings = try container(.findings)
    boughtBack = try container(.boughtBack)
    soldBack = try container(.soldBack)
    correctionRevenue = try container(.correctionRevenue)
    deviationRevenue = try container(.deviationRevenue)
    basis = try container(.basis)
    for (values, key) in [(awarded, Key.awarded), (feasible, .feasible), (storedEnergy, .storedEnergy)] {
      try container.require(values.count == steps.count, key, "a number for each step")
    }
    try container.require(
      findings.allSatisfy { (0..<steps.count).contains($0.step) }, .findings, "steps from 0 to \(steps.count - 1)")
  }

  /// Writes a reconciliation.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(steps, forKey: .steps)
    try container.encode(awarded, forKey: .awarded)
    try container.encode(feasible, forKey: .feasible)
    try container.encode(storedEnergy, forKey: .storedEnergy)
    try container.encode(findings, forKey: .findings)
    try container.encode(boughtBack, forKey: .boughtBack)
    try container.encode(soldBack, forKey: .soldBack)
    try container.encode(correctionRevenue, forKey: .correctionRevenue)
    try container.encode(deviationRevenue, forKey: .deviationRevenue)
    try container.encode(basis, forKey: .basis)
  }

  /// What is bought and sold back, then the findings, the first thirty.
  public var description: String {
    var table = TextTable(["step", "finding", "MW"])
    for finding in findings.prefix(30) {
      table.append(["\(finding.step)", finding.kind.rawValue, TextTable.number(finding.difference)])
    }
    if findings.count > 30 { table.append(["… \(findings.count)", "", "-"]) }
    return page(
      [
        "\(TextTable.number(boughtBack)) MWh bought back and \(TextTable.number(soldBack)) sold back for "
          + TextTable.number(correctionRevenue)
      ], [table])
  }
}
