/// How far calls on services carry a store away from its plan, and whether it can still deliver.
///
///     let study = try ActivationStudy(
///       problem, schedule: schedule, models: ["reg_up": regulation, "reg_dn": regulation],
///       directions: ["reg_up": .up, "reg_dn": .down], recoveryHours: 2)
///     let risk = try study.run(paths: 2_000, seed: 7)
///     risk.shortfallProbability           // of a call that cannot be met in full, at any time
///     risk.margins(confidence: 0.95)      // how far the plan must stay from the window's ends
///
/// In each step the store runs the plan's powers, a correction, and what is called: a draw of each award's ``ActivationModel``. The
/// correction leads back to the planned stored energy over ``recoveryHours``, within the power that plan and awards leave free;
/// it is traded like all energy. What a call finds no energy or room for is not delivered, and counted. What the plan itself finds
/// none for, once calls have led the store astray, is cut and traded back: no course leaves the window.
public struct ActivationStudy: Sendable {
  /// The store, its steps and prices.
  public let problem: DispatchProblem
  /// The plan with its awards.
  public let schedule: DispatchSchedule
  /// The time over which the state is led back to the plan, hours; `nil` for no correction.
  public let recoveryHours: Double?
  let models: [ActivationModel]
  let directions: [AncillaryService.Direction]

  /// Makes a study of a schedule's awards.
  ///
  /// - Parameters:
  ///   - problem: The store, its steps and prices.
  ///   - schedule: The plan with its awards.
  ///   - models: How each award is called, by the name of its service.
  ///   - directions: Which way each is called.
  ///   - recoveryHours: The time over which the state is led back to the plan; `nil` for no correction.
  /// - Throws: `unknownName` for an award without model or direction, `empty` without a schedule or awards, `mismatch` for one of other
  ///   steps, `countMismatch`, `outOfRange`.
  public init(
    _ problem: DispatchProblem, schedule: DispatchSchedule, models: [String: ActivationModel],
    directions: [String: AncillaryService.Direction], recoveryHours: Double? = 1
  ) throws(StorageError) {
    guard schedule.hasSchedule, !schedule.awards.isEmpty else {
      throw StorageError(
        .empty, field: "schedule", found: schedule.hasSchedule ? "no awards" : "\(schedule.status)",
        expected: "a schedule with at least one award")
    }
    guard schedule.steps.grid == problem.steps.grid else {
      throw StorageError(.mismatch, field: "schedule", found: "other steps", expected: "those of the problem")
    }
    if let recoveryHours { try InputCheck.within(1e-3...8_784, recoveryHours, "recoveryHours") }
    var (chosen, ways) = ([ActivationModel](), [AncillaryService.Direction]())
    for award in schedule.awards {
      guard let model = models[award.name], let way = directions[award.name] else {
        throw StorageError(
          .unknownName, field: "models", found: "no model or direction of \(award.name)", expected: "one for each award"
        )
      }
      try InputCheck.count(award.power.count, problem.count, "awards")
      chosen.append(model)
      ways.append(way)
    }
    self.problem = problem
    self.schedule = schedule
    self.recoveryHours = recoveryHours
    self.models = chosen
    self.directions = ways
  }
}
