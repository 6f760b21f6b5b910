extension Network {
  /// Adds a load.
  ///
  /// - Throws: `duplicateElement`, `unknownElement` for its bus, `notFinite`.
  public mutating func addLoad(_ load: Load) throws(NodalError) {
    try refuse(loadPlaces[load.id], "load \(load.id)")
    let bus = try busIndex(of: load.bus)
    try check(load, at: loads.count)
    loadPlaces[load.id] = loads.count
    loads.append(load)
    loadBus.append(bus)
  }

  /// Removes a load.
  ///
  /// - Returns: the load that was removed.
  /// - Throws: `unknownElement`.
  /// - Complexity: O(loads).
  @discardableResult
  public mutating func removeLoad(_ id: String) throws(NodalError) -> Load {
    let place = try loadIndex(of: id)
    loadBus.remove(at: place)
    let load = loads.remove(at: place)
    loadPlaces[id] = nil
    for later in place..<loads.count { loadPlaces[loads[later].id] = later }
    return load
  }

  /// Adds a generator or a dispatchable load.
  ///
  /// - Throws: `duplicateElement`, `unknownElement` for its bus, `notFinite`.
  public mutating func addGenerator(_ generator: Generator) throws(NodalError) {
    try refuse(generatorPlaces[generator.id], "generator \(generator.id)")
    let bus = try busIndex(of: generator.bus)
    try check(generator, at: generators.count)
    generatorPlaces[generator.id] = generators.count
    generators.append(generator)
    generatorBus.append(bus)
  }

  /// Adds a line or a transformer.
  ///
  /// - Throws: `duplicateElement`, `unknownElement` for a bus, `notFinite`, `outOfRange` for two equal ends.
  public mutating func addBranch(_ branch: Branch) throws(NodalError) {
    try refuse(branchPlaces[branch.id], "branch \(branch.id)")
    let from = try busIndex(of: branch.from)
    let to = try busIndex(of: branch.to)
    try check(branch, at: branches.count)
    branchPlaces[branch.id] = branches.count
    branches.append(branch)
    branchFrom.append(from)
    branchTo.append(to)
  }

  /// Adds an HVDC line.
  ///
  /// - Throws: `duplicateElement`, `unknownElement` for a bus, `notFinite`.
  public mutating func addHVDCLine(_ line: HVDCLine) throws(NodalError) {
    try refuse(hvdcPlaces[line.id], "HVDC line \(line.id)")
    let from = try busIndex(of: line.from)
    let to = try busIndex(of: line.to)
    try check(line, at: hvdcLines.count)
    hvdcPlaces[line.id] = hvdcLines.count
    hvdcLines.append(line)
    hvdcFrom.append(from)
    hvdcTo.append(to)
  }

  /// Adds an interface.
  ///
  /// - Throws: `duplicateElement`, `unknownElement` for a branch, `notFinite`.
  public mutating func addInterface(_ interface: Interface) throws(NodalError) {
    try refuse(interfacePlaces[interface.id], "interface \(interface.id)")
    try check(interface, at: interfaces.count)
    interfacePlaces[interface.id] = interfaces.count
    interfaces.append(interface)
  }

  /// Changes a bus: its kind, its shunts, its limits.
  ///
  /// Its number stays.
  ///
  /// - Throws: `unknownElement`, `notFinite`, `outOfRange` for another number; the bus then stays as it was.
  public mutating func updateBus(_ number: Int, _ change: (inout Bus) -> Void) throws(NodalError) {
    let place = try busIndex(of: number)
    var bus = buses[place]
    change(&bus)
    guard bus.number == number else { throw moved("bus \(number)") }
    try check(bus, at: place)
    buses[place] = bus
  }

  /// Changes a load: its power, its service.
  ///
  /// Its id and its bus stay.
  ///
  /// - Throws: As ``updateBus(_:_:)``.
  public mutating func updateLoad(_ id: String, _ change: (inout Load) -> Void) throws(NodalError) {
    let place = try loadIndex(of: id)
    var load = loads[place]
    change(&load)
    guard load.id == id, load.bus == loads[place].bus else { throw moved("load \(id)") }
    try check(load, at: place)
    loads[place] = load
  }

  /// Changes a generator: its limits, its cost, its service.
  ///
  /// Its id and its bus stay.
  ///
  /// - Throws: As ``updateBus(_:_:)``.
  public mutating func updateGenerator(_ id: String, _ change: (inout Generator) -> Void) throws(NodalError) {
    let place = try generatorIndex(of: id)
    var generator = generators[place]
    change(&generator)
    guard generator.id == id, generator.bus == generators[place].bus else { throw moved("generator \(id)") }
    try check(generator, at: place)
    generators[place] = generator
  }

  /// Changes a branch: its impedance, its ratings, its tap.
  ///
  /// Its id and its ends stay.
  ///
  /// - Throws: As ``updateBus(_:_:)``.
  public mutating func updateBranch(_ id: String, _ change: (inout Branch) -> Void) throws(NodalError) {
    let place = try branchIndex(of: id)
    var branch = branches[place]
    change(&branch)
    guard branch.id == id, branch.from == branches[place].from, branch.to == branches[place].to else {
      throw moved("branch \(id)")
    }
    try check(branch, at: place)
    branches[place] = branch
  }

  /// Changes an HVDC line: its limits, its losses, its service.
  ///
  /// Its id and its ends stay.
  ///
  /// - Throws: As ``updateBus(_:_:)``.
  public mutating func updateHVDCLine(_ id: String, _ change: (inout HVDCLine) -> Void) throws(NodalError) {
    let place = try hvdcLineIndex(of: id)
    var line = hvdcLines[place]
    change(&line)
    guard line.id == id, line.from == hvdcLines[place].from, line.to == hvdcLines[place].to else {
      throw moved("HVDC line \(id)")
    }
    try check(line, at: place)
    hvdcLines[place] = line
  }

  private func refuse(_ place: Int?, _ what: String) throws(NodalError) {
    guard let place else { return }
    throw NodalError(.duplicateElement, found: "\(what) twice", expected: "an id that is not there yet", index: place)
  }

  private func moved(_ what: String) -> NodalError {
    NodalError(.outOfRange, found: "\(what) under another id or at another bus", expected: "both as they were")
  }
}
