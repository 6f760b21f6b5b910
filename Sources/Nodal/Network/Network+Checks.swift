extension Network {
  /// Refuses numbers that are NaN, or infinite and no bound.
  func checkNumbers() throws(NodalError) {
    for (place, bus) in buses.enumerated() { try check(bus, at: place) }
    for (place, load) in loads.enumerated() { try check(load, at: place) }
    for (place, generator) in generators.enumerated() { try check(generator, at: place) }
    for (place, branch) in branches.enumerated() { try check(branch, at: place) }
    for (place, line) in hvdcLines.enumerated() { try check(line, at: place) }
    for (place, area) in areas.enumerated() {
      guard area.netExport?.isFinite ?? true else { throw notFinite("the export of area \(area.number)", place) }
      guard area.balancingBus.map({ busPlaces[$0] != nil }) ?? true else {
        throw NodalError(
          .unknownElement, found: "bus \(area.balancingBus ?? 0) of area \(area.number)",
          expected: "a bus of the network", index: place)
      }
    }
  }

  func check(_ bus: Bus, at place: Int) throws(NodalError) {
    let sum = bus.baseKV + bus.shuntConductance + bus.shuntSusceptance + bus.voltage + bus.angle
    guard Self.isSound(sum), bus.voltageLimits.isMeaningful else { throw notFinite("bus \(bus.number)", place) }
  }

  func check(_ load: Load, at place: Int) throws(NodalError) {
    guard Self.isSound(load.power + load.reactivePower) else { throw notFinite("load \(load.id)", place) }
  }

  func check(_ generator: Generator, at place: Int) throws(NodalError) {
    let sum =
      generator.output + generator.reactiveOutput + generator.voltage + generator.baseMVA + generator.startUpCost
      + generator.shutDownCost + (generator.rampRate ?? 0) + generator.participation
    guard Self.isSound(sum), generator.outputLimits.isMeaningful, generator.reactiveLimits.isMeaningful,
      generator.cost?.isFinite ?? true, generator.reactiveCost?.isFinite ?? true
    else { throw notFinite("generator \(generator.id)", place) }
  }

  func check(_ branch: Branch, at place: Int) throws(NodalError) {
    let ratings = (branch.ratingA ?? 0) + (branch.ratingB ?? 0) + (branch.ratingC ?? 0)
    let sum = branch.resistance + branch.reactance + branch.charging + branch.tap + branch.shift + ratings
    guard Self.isSound(sum), branch.angleLimits.isMeaningful else { throw notFinite("branch \(branch.id)", place) }
    guard branch.from != branch.to else {
      throw NodalError(
        .outOfRange, found: "branch \(branch.id) from bus \(branch.from) to itself", expected: "two different buses",
        index: place)
    }
  }

  func check(_ line: HVDCLine, at place: Int) throws(NodalError) {
    guard Self.isSound(line.flow + line.lossConstant + line.lossSlope), line.flowLimits.isMeaningful,
      line.cost?.isFinite ?? true
    else { throw notFinite("HVDC line \(line.id)", place) }
  }

  func check(_ interface: Interface, at place: Int) throws(NodalError) {
    guard interface.limits.isMeaningful, interface.terms.allSatisfy(\.weight.isFinite) else {
      throw notFinite("interface \(interface.id)", place)
    }
    for term in interface.terms where branchPlaces[term.branch] == nil {
      throw NodalError(
        .unknownElement, found: "branch \(term.branch) of interface \(interface.id)",
        expected: "a branch of the network", index: place)
    }
  }

  /// Whether a sum is of finite numbers: one part that is not finite makes it NaN or infinite, and so does an overflow, which no
  /// network has.
  private static func isSound(_ sum: Double) -> Bool { sum.isFinite }

  private func notFinite(_ what: String, _ place: Int) -> NodalError {
    NodalError(.notFinite, found: "\(what) with a number that is not finite", expected: "finite numbers", index: place)
  }
}
