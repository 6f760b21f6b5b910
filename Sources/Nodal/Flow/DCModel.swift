import NumericalKernels

/// A network made linear: flow as susceptance times the difference of angles, voltages at 1 p.u., no losses; factored once.
///
///     let model = try DCModel(network)                              // or convention: .powerModels, slack: .load
///     let flow = try model.powerFlow()                              // MW on each branch for the stored dispatch
///     let factors = try model.ptdf()                                // all shift factors
///     let row = try model.shiftFactors(ofBranch: "a")               // one row of them
///     let screening = try model.screenOutages()                     // what each outage would overload
///
/// Results are by place: those of branches in the order of `network.branches`, those of buses in the order of `network.buses`. A
/// branch that carries nothing, because it is open or an end is isolated, has susceptance, flow and factors of zero.
///
/// Every island has a reference of its own, where the angle is held, and a slack of its own. Negative reactances are taken as they
/// are: the matrix is then indefinite and factored as L D Lᵀ with signs. The matrix is never inverted.
///
/// - Complexity: factoring takes about a millisecond for a thousand buses; a solve is linear in the fill, which is three to four
///   entries a bus.
/// - Note: Source: B. Stott, J. Jardim, O. Alsaç, "DC power flow revisited", IEEE Trans. Power Syst. 24 (2009) 1290-1300.
public struct DCModel: Sendable {
  /// The network.
  public let network: Network
  /// How susceptances follow from impedances.
  public let convention: SusceptanceConvention
  /// Who takes up what is put in.
  public let slack: Slack
  /// The buses that active branches connect.
  public let islands: Network.Islands
  /// The place of the reference bus of each island.
  public let references: [Int]
  /// The susceptance of each branch, per unit; 0 where it carries nothing.
  public let susceptances: [Double]
  /// The phase shift of each branch that counts, radians.
  public let shifts: [Double]
  /// The share of each bus in the slack of its island; 0 at isolated buses.
  public let slackWeights: [Double]

  /// Differences across branches of solutions of the reduced system.
  let solver: EdgeSolver
  /// The row of each bus in the reduced system; -1 for references and isolated buses.
  let rows: [Int]
  /// The flow on each branch for a unit put in at its island's slack and taken out at the reference; empty where the slack is
  /// the reference everywhere.
  let slackFlows: [Double]

  /// Makes the model of a network.
  ///
  /// - Parameters:
  ///   - network: the network; islands and isolated buses are allowed.
  ///   - convention: how susceptances follow from impedances.
  ///   - slack: who takes up what is put in.
  /// - Throws: `unsound` (with the branch) for an active branch without impedance, or where negative reactances cancel so
  ///   that the matrix is singular; `unknownElement` for a bus of the slack that is not there; `notFinite` for a weight; `outOfRange`
  ///   for weights that cancel.
  public init(
    _ network: Network, convention: SusceptanceConvention = .matpower, slack: Slack = .reference
  ) throws(NodalError) {
    self.network = network
    self.convention = convention
    self.slack = slack
    islands = network.islands
    susceptances = try Self.susceptances(of: network, convention)
    shifts = network.branches.map { convention.shift(of: $0) }
    references = try Self.references(of: network, islands, slack)
    let raw = try slack.rawWeights(in: network)
    slackWeights = try Self.slackWeights(raw, islands, references)
    var rows = [Int](repeating: -1, count: network.buses.count)
    var count = 0
    let held = Set(references)
    for (place, island) in islands.ofBus.enumerated() where island != nil && !held.contains(place) {
      rows[place] = count
      count += 1
    }
    self.rows = rows
    solver = try Self.solver(network, rows, count: count, susceptances)
    slackFlows = try Self.slackFlows(slackWeights, rows, references, solver)
  }

  /// The model of a network that has the same branches and buses and other loads and units: factors and references stay.
  init(_ model: DCModel, with network: Network) throws(NodalError) {
    self.network = network
    convention = model.convention
    slack = model.slack
    islands = model.islands
    references = model.references
    susceptances = model.susceptances
    shifts = model.shifts
    rows = model.rows
    solver = model.solver
    slackWeights = try Self.slackWeights(slack.rawWeights(in: network), islands, references)
    slackFlows = try Self.slackFlows(slackWeights, rows, references, solver)
  }

  /// The place of the reference bus of an island.
  public func reference(ofBus place: Int) -> Int? { islands.ofBus[place].map { references[$0] } }

  /// The number of negative eigenvalues of the matrix, which negative reactances bring.
  public var negativePivotCount: Int { solver.factors.negativePivotCount }

  /// The conventions that results name.
  var conventions: [String: String] { ["susceptance": convention.rawValue, "slack": slack.name] }
}
