extension Network {
  /// The place of a bus.
  ///
  /// - Throws: `unknownElement`.
  /// - Complexity: O(1), as of every look-up by number or id.
  public func busIndex(of number: Int) throws(NodalError) -> Int {
    guard let place = busPlaces[number] else { throw unknown("bus \(number)") }
    return place
  }

  /// The place of the first bus of a name.
  ///
  /// - Throws: `unknownElement`.
  /// - Complexity: O(buses).
  public func busIndex(named name: String) throws(NodalError) -> Int {
    guard let place = buses.firstIndex(where: { $0.name == name }) else { throw unknown("bus \(name)") }
    return place
  }

  /// The place of a load.
  ///
  /// - Throws: `unknownElement`.
  public func loadIndex(of id: String) throws(NodalError) -> Int {
    guard let place = loadPlaces[id] else { throw unknown("load \(id)") }
    return place
  }

  /// The place of a generator.
  ///
  /// - Throws: `unknownElement`.
  public func generatorIndex(of id: String) throws(NodalError) -> Int {
    guard let place = generatorPlaces[id] else { throw unknown("generator \(id)") }
    return place
  }

  /// The place of a branch.
  ///
  /// - Throws: `unknownElement`.
  public func branchIndex(of id: String) throws(NodalError) -> Int {
    guard let place = branchPlaces[id] else { throw unknown("branch \(id)") }
    return place
  }

  /// The place of an HVDC line.
  ///
  /// - Throws: `unknownElement`.
  public func hvdcLineIndex(of id: String) throws(NodalError) -> Int {
    guard let place = hvdcPlaces[id] else { throw unknown("HVDC line \(id)") }
    return place
  }

  /// The place of an interface.
  ///
  /// - Throws: `unknownElement`.
  public func interfaceIndex(of id: String) throws(NodalError) -> Int {
    guard let place = interfacePlaces[id] else { throw unknown("interface \(id)") }
    return place
  }

  /// The places of the branches between two buses, in either direction.
  ///
  /// - Throws: `unknownElement` for a bus.
  /// - Complexity: O(branches).
  public func branchIndices(between first: Int, and second: Int) throws(NodalError) -> [Int] {
    let ends = (try busIndex(of: first), try busIndex(of: second))
    return branches.indices.filter { (branchFrom[$0], branchTo[$0]) == ends || (branchTo[$0], branchFrom[$0]) == ends }
  }

  /// The terms of an interface by place of the branch; weights of one branch that is named twice stand twice.
  ///
  /// - Parameter place: the place of the interface.
  /// - Complexity: O(terms).
  public func interfaceTerms(at place: Int) -> [(branch: Int, weight: Double)] {
    interfaces[place].terms.compactMap { term in branchPlaces[term.branch].map { ($0, term.weight) } }
  }

  func unknown(_ what: String) -> NodalError {
    NodalError(.unknownElement, found: what, expected: "one of the network")
  }
}
