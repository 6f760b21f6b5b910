/// A store whose power is sold already in part: what is earned is earned by changes.
///
/// More than the position is sold at the selling price, less is bought back at the buying price. Without charging and discharging at once
/// that is what the store earns at these prices without a position, the spread for what is kept, and what undoing the position would bring.
extension DispatchProblem {
  /// What a net power brings in an hour of a step by its change of the position.
  func trade(to power: Double, at step: Int) -> Double {
    let change = power - position[step]
    return change * (change > 0 ? sellPrices[step] : buyPrices[step])
  }

  /// What of a step's position is kept, MW.
  @inline(__always)
  func kept(charge: Double, discharge: Double, at step: Int) -> Double {
    let held = position[step]
    return held > 0 ? min(held, discharge) : min(-held, charge)
  }

  /// What undoing the whole position would bring, without the store.
  var undoing: Double {
    var sum = CompensatedSum()
    for step in position.indices { sum.add(trade(to: 0, at: step) * steps.hours[step]) }
    return sum.value
  }

  /// What the first MWh charged costs in a step, and what the first one discharged brings.
  func innerPrices(at step: Int) -> (buy: Double, sell: Double) {
    let held = position.isEmpty ? 0 : position[step]
    return (held < 0 ? sellPrices[step] : buyPrices[step], held > 0 ? buyPrices[step] : sellPrices[step])
  }
}
