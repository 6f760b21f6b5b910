extension InteriorPoint {
  /// What can be said of the iterate: solved, infeasible with a certificate, or nothing yet.
  ///
  /// Optimality is judged in the program's own units, certificates in the scaled ones. A row's or bound's residual is
  /// held against its own size, the dual residual against the greatest term that it is a sum of, the gap against the
  /// smaller objective.
  func verdict(_ options: ConvexOptions, loosening: Double) -> ConvexSolution.Status? {
    if optimalityError <= options.tolerance * loosening { return .solved }
    let certain = options.infeasibilityTolerance * min(loosening, 10)
    if isPrimalInfeasible(certain) { return .primalInfeasible }
    if isDualInfeasible(certain) { return .dualInfeasible }
    return nil
  }

  /// The greatest of the relative residuals and the relative gap; infinite where one is not a number.
  func measureOptimality() -> Double {
    let scale = 1 / tau
    let (primal, dual) = objectives()
    let complementarity = mu * Double(boundCount + 1) / (tau * tau * equilibration.cost)
    var greatest = max(abs(primal - dual), complementarity) / max(1, min(abs(primal), abs(dual)))
    var size = 0.0
    var residual = 0.0
    for j in 0..<n {
      let unit = dualScale.at[j] * scale
      size = max(size, unit * max(abs(px.at[j]), abs(multipliers.at[m + j]), abs(form.linear[j]) * tau))
      residual = max(residual, unit * abs(dualResidual.at[j]))
    }
    greatest = max(greatest, residual / (1 + size))
    for i in 0..<m where !form.equality[i].isNaN {
      let unit = itemScale.at[i] * scale
      greatest = max(greatest, unit * abs(equalityResidual.at[i]) / (1 + unit * abs(items.at[i])))
    }
    for k in 0..<boundCount {
      let unit = itemScale.at[Int(item[k])] * scale
      greatest = max(greatest, unit * abs(boundResidual.at[k]) / (1 + unit * abs(items.at[Int(item[k])])))
    }
    return greatest.isFinite && (primal - dual).isFinite ? greatest : .infinity
  }

  /// The primal and the dual objective at x/τ, without the program's constant.
  func objectives() -> (primal: Double, dual: Double) {
    let unit = 1 / (tau * equilibration.cost)
    let linear = linearCost()
    return (
      (linear + 0.5 * quadraticTerm / tau) * unit, (-support() - 0.5 * quadraticTerm / tau) * unit
    )
  }

  private func linearCost() -> Double {
    var sum = 0.0
    for j in 0..<n { sum += form.linear[j] * x.at[j] }
    return sum
  }

  /// bᵀy + hᵀz.
  private func support() -> Double {
    var sum = Scratch.dot(limit.at, z.at, boundCount)
    for i in 0..<m where !form.equality[i].isNaN { sum += form.equality[i] * y.at[i] }
    return sum
  }

  /// Whether the multipliers prove that no point satisfies the constraints: Aᵀy + w = 0 with bᵀy + hᵀz < 0.
  ///
  /// What is left of Aᵀy + w must not matter for a variable that its bounds hold far from zero either.
  private func isPrimalInfeasible(_ tolerance: Double) -> Bool {
    let worth = -support()
    guard worth > 0 else { return false }
    for j in 0..<n {
      let residual = abs(dualResidual.at[j] - px.at[j] - form.linear[j] * tau)
      guard residual <= tolerance * worth, residual * nearest.at[j] <= 1e-4 * worth else { return false }
    }
    return true
  }

  /// Whether x is a direction along which every constraint keeps holding and the objective falls for ever.
  private func isDualInfeasible(_ tolerance: Double) -> Bool {
    let allowed = -tolerance * linearCost()
    guard allowed > 0 else { return false }
    for j in 0..<n {
      guard abs(px.at[j]) <= allowed else { return false }
    }
    for i in 0..<m where !form.equality[i].isNaN {
      guard abs(items.at[i]) <= allowed else { return false }
    }
    for k in 0..<boundCount {
      guard abs(boundResidual.at[k] + limit.at[k] * tau) <= allowed else { return false }
    }
    return true
  }
}
