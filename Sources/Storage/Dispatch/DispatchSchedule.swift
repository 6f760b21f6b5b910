public import Valuation

/// What a store does in each step, and what it earns by it.
///
///     let schedule = try problem.optimised()
///     schedule.objective                   // 3346431.705..., what it earns
///     schedule.revenue["energy"]           // before wear
///     schedule.storedEnergy[23]            // MWh when step 23 ends
///     print(schedule)                      // a table
///
/// Power is at the meter and not negative; revenue is positive and cost negative. The stored energy follows from the powers by the
/// store's own recurrence, so that the energy balance of a schedule is exact.
public struct DispatchSchedule: Hashable, Sendable {
  /// The steps.
  public let steps: DispatchSteps
  /// The power drawn at the meter in each step, MW; empty where there is no schedule.
  public let charge: [Double]
  /// The power delivered at the meter in each step, MW.
  public let discharge: [Double]
  /// The energy in the store when each step ends, MWh.
  public let storedEnergy: [Double]
  /// The energy in the store when the first step begins, MWh.
  public let initialEnergy: Double
  /// What is sold as services beside energy; empty where there are none.
  public let awards: [ServiceAward]
  /// What is earned, by what it is earned with.
  public let revenue: Revenue
  /// How the solve ended.
  public let status: DispatchStatus
  /// How the schedule was found.
  public let method: DispatchMethod
  /// What the schedule earns: the sum of ``revenue``; minus infinity where there is none.
  public let objective: Double
  /// No schedule earns more than this.
  public let bound: Double
  /// What one more MWh in the store would be worth when each step ends; empty where the method does not give it.
  public let marginalValues: [Double]
  /// What limits over many steps cost: one price for each that is priced.
  public let limitPrices: [LimitPrice]
  /// Full equivalent cycles: the energy taken out of the store over its capacity.
  public let equivalentCycles: Double
  /// What the result rests on.
  public let basis: ResultBasis

  /// How far the schedule may be from the best, relative to what it earns (or to 1).
  public var gap: Double {
    objective == -.infinity ? .infinity : max(0, bound - objective) / max(1, abs(objective))
  }

  /// Whether there is a schedule: an infeasible problem has none.
  public var hasSchedule: Bool { !charge.isEmpty }

  /// The power delivered to the grid in each step by the store, MW: negative where it charges.
  public var netPower: [Double] { zip(discharge, charge).map { $0 - $1 } }

  init(
    steps: DispatchSteps, charge: [Double], discharge: [Double], storedEnergy: [Double], initialEnergy: Double,
    awards: [ServiceAward], revenue: Revenue, status: DispatchStatus, method: DispatchMethod, objective: Double,
    bound: Double, marginalValues: [Double], limitPrices: [LimitPrice], equivalentCycles: Double, basis: ResultBasis
  ) {
    self.steps = steps
    self.charge = charge
    self.discharge = discharge
    self.storedEnergy = storedEnergy
    self.initialEnergy = initialEnergy
    self.awards = awards
    self.revenue = revenue
    self.status = status
    self.method = method
    self.objective = objective
    self.bound = bound
    self.marginalValues = marginalValues
    self.limitPrices = limitPrices
    self.equivalentCycles = equivalentCycles
    self.basis = basis
  }
}

/// The power that is sold as one service in each step.
public struct ServiceAward: Hashable, Sendable, Codable {
  /// The service.
  public let name: String
  /// MW in each step.
  public let power: [Double]

  /// Makes an award.
  public init(name: String, power: [Double]) {
    self.name = name
    self.power = power
  }
}

/// What one more unit of a limit would earn: the dual price of a budget.
public struct LimitPrice: Hashable, Sendable, Codable {
  /// The limit, by its name in ``CycleLimits``: `cyclesPerYear`, `dischargePerDay` ...
  public let limit: String
  /// The first step that the limit counts.
  public let firstStep: Int
  /// The gain for one more unit of the limit: a cycle, or a MWh at the meter; not negative.
  public let price: Double

  /// Makes a price.
  public init(limit: String, firstStep: Int, price: Double) {
    self.limit = limit
    self.firstStep = firstStep
    self.price = price
  }
}

/// Amounts by what they are for: revenue positive, cost negative, in the currency of the prices.
///
///     schedule.revenue["energy"]            // 0 where there is no such bucket
///     schedule.revenue.total
public struct Revenue: Hashable, Sendable, Codable {
  /// One amount.
  public struct Bucket: Hashable, Sendable, Codable {
    /// What it is for: `energy`, `degradation`, `auxiliary`, `terminal`, or a service's name.
    public let name: String
    /// How much.
    public let amount: Double

    /// Makes a bucket.
    public init(name: String, amount: Double) {
      self.name = name
      self.amount = amount
    }
  }

  /// The amounts, in order.
  public private(set) var buckets: [Bucket]

  /// Makes a set of amounts.
  public init(_ buckets: [Bucket] = []) { self.buckets = buckets }

  /// What is sold less what is bought, at the prices of the steps.
  public static let energy = "energy"
  /// The wear of throughput, negative.
  public static let degradation = "degradation"
  /// What the auxiliary load costs, negative.
  public static let auxiliary = "auxiliary"
  /// What is left in the store at the end.
  public static let terminal = "terminal"

  /// The amount of a bucket; 0 where there is none of the name.
  public subscript(name: String) -> Double {
    buckets.reduce(0) { $1.name == name ? $0 + $1.amount : $0 }
  }

  /// The sum of all amounts.
  public var total: Double { buckets.reduce(0) { $0 + $1.amount } }

  /// Adds an amount, to the bucket of that name where there is one.
  public mutating func add(_ amount: Double, to name: String) {
    if let index = buckets.firstIndex(where: { $0.name == name }) {
      buckets[index] = Bucket(name: name, amount: buckets[index].amount + amount)
    } else {
      buckets.append(Bucket(name: name, amount: amount))
    }
  }
}
