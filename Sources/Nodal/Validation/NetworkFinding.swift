/// Something about a network that is wrong, or that a user should know before trusting results.
///
///     for finding in network.validate() where finding.severity == .error { print(finding) }
///     // error zeroReactance at branch 17: ...
public struct NetworkFinding: Hashable, Sendable {
  /// What kind of thing it is; new ones may be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code's name, stable between releases.
    public let name: String

    private init(_ name: String) { self.name = name }

    /// The name.
    public var description: String { name }

    /// Buses are connected to each other and to no reference: angles are undefined there.
    ///
    /// An error.
    public static let missingReference = Code("missingReference")
    /// An island has more than one reference: the first one counts.
    public static let severalReferences = Code("severalReferences")
    /// The network falls into more than one island.
    public static let severalIslands = Code("severalIslands")
    /// A bus is not in service.
    public static let isolatedBus = Code("isolatedBus")
    /// Something in service stands at a bus that is not.
    public static let strandedElement = Code("strandedElement")
    /// A branch in service has no reactance: its flow is undefined.
    ///
    /// An error.
    public static let zeroReactance = Code("zeroReactance")
    /// A branch in service has a negative reactance, so that the matrix of susceptances may be indefinite.
    public static let negativeReactance = Code("negativeReactance")
    /// Branches in service connect the same two buses.
    public static let parallelBranches = Code("parallelBranches")
    /// Branches connect the same two buses with the same data: one of them may stand twice in the source.
    public static let duplicateBranches = Code("duplicateBranches")
    /// A branch in service has no long-term rating.
    public static let unlimitedBranch = Code("unlimitedBranch")
    /// A lower limit lies above the upper one.
    ///
    /// An error for what is in service, but for voltages and reactive power.
    public static let crossedLimits = Code("crossedLimits")
    /// The cost of a unit in service is not convex.
    ///
    /// An error.
    public static let nonConvexCost = Code("nonConvexCost")
    /// A unit in service has no cost, where others have one.
    public static let missingCost = Code("missingCost")
    /// A number that is not likely in the unit it should be in.
    public static let unlikelyValue = Code("unlikelyValue")
    /// A number that no such element can have: a ratio that is not positive, a rating below zero.
    ///
    /// An error.
    public static let impossibleValue = Code("impossibleValue")
    /// An island takes more than its units and HVDC lines can give.
    public static let insufficientCapacity = Code("insufficientCapacity")
  }

  /// How bad it is.
  public enum Severity: Int, Hashable, Sendable, Comparable {
    /// Worth knowing; calculations go on.
    case warning
    /// Calculations on the network mean nothing.
    case error

    /// A warning is less than an error.
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
  }

  /// What a finding is about, by number or id.
  public enum Element: Hashable, Sendable, CustomStringConvertible {
    /// A bus.
    case bus(Int)
    /// A load.
    case load(String)
    /// A generator.
    case generator(String)
    /// A branch.
    case branch(String)
    /// An HVDC line.
    case hvdcLine(String)
    /// An interface.
    case interface(String)
    /// The network as a whole.
    case network

    /// The kind and the id.
    public var description: String {
      switch self {
      case .bus(let number): "bus \(number)"
      case .load(let id): "load \(id)"
      case .generator(let id): "generator \(id)"
      case .branch(let id): "branch \(id)"
      case .hvdcLine(let id): "HVDC line \(id)"
      case .interface(let id): "interface \(id)"
      case .network: "the network"
      }
    }
  }

  /// What kind of thing it is.
  public let code: Code
  /// How bad it is.
  public let severity: Severity
  /// What it is about: of several buses or branches, the first.
  public let element: Element
  /// What was found, in words.
  public let message: String

  init(_ code: Code, _ severity: Severity, _ element: Element, _ message: String) {
    self.code = code
    self.severity = severity
    self.element = element
    self.message = message
  }

  static func error(_ code: Code, _ element: Element, _ message: String) -> NetworkFinding {
    .init(code, .error, element, message)
  }

  static func warning(_ code: Code, _ element: Element, _ message: String) -> NetworkFinding {
    .init(code, .warning, element, message)
  }
}

extension NetworkFinding: CustomStringConvertible {
  /// Severity, code, element and message on one line.
  public var description: String { "\(severity) \(code) at \(element): \(message)" }
}
