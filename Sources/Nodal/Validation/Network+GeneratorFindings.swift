extension Network {
  /// What is to be said of generators and HVDC lines.
  var generatorFindings: [NetworkFinding] {
    var findings: [NetworkFinding] = []
    let areCostsKnown = generators.contains { $0.cost != nil }
    for (place, generator) in generators.enumerated() {
      let element = NetworkFinding.Element.generator(generator.id)
      let limits = generator.outputLimits
      if limits.isCrossed {
        let severity: NetworkFinding.Severity = generator.isInService ? .error : .warning
        findings.append(.init(.crossedLimits, severity, element, "outputs from \(limits) MW"))
      }
      if generator.reactiveLimits.isCrossed {
        findings.append(.warning(.crossedLimits, element, "reactive outputs from \(generator.reactiveLimits) MVAr"))
      }
      guard generator.isInService else { continue }
      guard isGeneratorActive(at: place) else {
        findings.append(.warning(.strandedElement, element, "in service at bus \(generator.bus), which is not"))
        continue
      }
      if [limits.lower, limits.upper].contains(where: { $0.isFinite && abs($0) > Self.unlikelyPower }) {
        findings.append(.warning(.unlikelyValue, element, "outputs from \(limits) MW"))
      }
      if let cost = generator.cost {
        if !cost.isConvex(within: limits) {
          findings.append(.error(.nonConvexCost, element, "a cost whose slope falls"))
        }
      } else if areCostsKnown {
        findings.append(.warning(.missingCost, element, "no cost"))
      }
      if generator.startUpCost < 0 || generator.shutDownCost < 0 {
        findings.append(.warning(.unlikelyValue, element, "a start or a stop that earns money"))
      }
    }
    for (place, line) in hvdcLines.enumerated() {
      let element = NetworkFinding.Element.hvdcLine(line.id)
      if line.flowLimits.isCrossed {
        let severity: NetworkFinding.Severity = line.isInService ? .error : .warning
        findings.append(.init(.crossedLimits, severity, element, "flows from \(line.flowLimits) MW"))
      }
      guard line.isInService else { continue }
      guard isHVDCLineActive(at: place) else {
        findings.append(.warning(.strandedElement, element, "in service at a bus that is not"))
        continue
      }
      if let cost = line.cost, !cost.isConvex(within: line.flowLimits) {
        findings.append(.error(.nonConvexCost, element, "a cost whose slope falls"))
      }
      let leastLoss = line.lossSlope == 0 ? 0 : line.lossConstant + line.lossSlope * line.flowLimits.lower
      if line.lossSlope < 0 || line.lossSlope >= 1 || line.lossConstant < 0 {
        findings.append(
          .warning(.unlikelyValue, element, "losses of \(line.lossConstant) MW and \(line.lossSlope) MW for each MW"))
      } else if leastLoss < 0 {
        findings.append(
          .warning(.unlikelyValue, element, "a loss of \(leastLoss) MW at its lower limit: it makes power"))
      }
    }
    return findings
  }
}
