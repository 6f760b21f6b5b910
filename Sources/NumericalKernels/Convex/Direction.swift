/// A direction in the unknowns of the interior point, with the items that its x implies.
final class Direction {
  /// x and the multipliers of rows, as the augmented system gives them.
  let solution: Scratch
  let items: Scratch
  let s: Scratch
  let z: Scratch
  /// The objective's linear functional of the direction: qᵀx + bᵀy + hᵀz.
  var cost = 0.0
  var tau = 0.0
  var kappa = 0.0

  init(variables: Int, rows: Int, bounds: Int) {
    solution = Scratch(variables + rows)
    items = Scratch(rows + variables)
    s = Scratch(bounds)
    z = Scratch(bounds)
  }
}
