public import NumericalKernels

/// The optimal power flow of a linear model: the cheapest dispatch that serves every demand within every limit.
///
///     let result = try DCOPF(network).solve()                                   // or .init(network, options)
///     print(result.status, result.objective ?? .nan, result.prices)
///     let parts = try result.decomposed(in: network, reference: .load)          // energy + congestion + loss
///
/// Minimises the costs of generators, dispatchable loads and HVDC lines (linear, convex quadratic, convex piecewise linear, their
/// constants included) over outputs, HVDC flows and angles, subject to the balance of each bus, ratings and angle limits of branches, limits
/// of interfaces. Shunt conductance counts as demand at 1 p.u.
///
/// A definition, and no more: ``solve()`` finds the dispatch, ``solveSecured(against:rating:roundLimit:)`` one that survives outages.
/// ``MultiPeriodDispatch`` and ``UnitCommitment`` take several periods.
///
/// - Note: Sources: B. Stott, J. Jardim, O. Alsaç, "DC power flow revisited", IEEE Trans. Power Syst. 24 (2009) 1290-1300; the form with
///   `powerModels`: C. Coffrin et al., "PowerModels.jl: an open-source framework for exploring power flow formulations", PSCC 2018.
public struct DCOPF: Sendable {
  /// How losses of branches enter.
  public enum Losses: String, Hashable, Sendable, Codable, CaseIterable {
    /// Not at all.
    case none
    /// Straight lines about the flows of the dispatch without losses: one more solve.
    case linearised
    /// r·f² on every branch, to convergence: marginal losses are exact for the model.
    case quadratic
  }

  /// How a dispatch is found.
  public struct Options: Hashable, Sendable {
    /// How susceptances follow from impedances.
    public var convention: SusceptanceConvention
    /// Which ratings are the limits.
    public var rating: BranchRating
    /// How losses of branches enter.
    public var losses: Losses
    /// The most solves of the quadratic losses.
    public var lossIterationLimit: Int
    /// The most solves that may be spent on making a conflict minimal; `nil` for as many as it takes up to 500 buses and none beyond.
    ///
    /// With none a conflict is as the solver finds it.
    public var conflictSolves: Int?
    /// What each solve may take, and when it is done.
    public var solver: ConvexOptions

    /// The solver's own options but for a tolerance of 1e-9, by which costs have nine digits.
    public static var nineDigits: ConvexOptions {
      var options = ConvexOptions()
      options.tolerance = 1e-9
      return options
    }

    /// Makes options.
    public init(
      convention: SusceptanceConvention = .matpower, rating: BranchRating = .longTerm, losses: Losses = .none,
      lossIterationLimit: Int = 30, conflictSolves: Int? = nil, solver: ConvexOptions = nineDigits
    ) {
      self.convention = convention
      self.rating = rating
      self.losses = losses
      self.lossIterationLimit = lossIterationLimit
      self.conflictSolves = conflictSolves
      self.solver = solver
    }
  }

  /// The network.
  public let network: Network
  /// How its dispatch is found.
  public let options: Options

  let frame: DispatchFrame

  /// Defines the problem.
  ///
  /// - Throws: `unsound` (with the branch) for a branch without impedance.
  public init(_ network: Network, _ options: Options = Options()) throws(NodalError) {
    self.network = network
    self.options = options
    frame = try DispatchFrame(network, options.convention, options.rating)
  }
}

extension DCOPF.Options {
  /// The conventions that results name.
  var conventions: [String: String] {
    ["susceptance": convention.rawValue, "rating": rating.rawValue, "losses": losses.rawValue]
  }
}
