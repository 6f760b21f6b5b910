/// What stored energy is worth at each moment of a horizon, as a function of how much there is.
///
///     let value = try StoredEnergyValue(
///       DispatchProblem(battery, steps: hours, prices: expected, initial: .energy(200), terminal: .price(30)))
///     value.marginal(at: 6, stored: 120)        // what one more MWh in the store is worth after six steps
///     value.total(at: 6, stored: 120)
///
/// At each boundary between steps the value is concave in the stored energy, so its slope, the marginal value of stored energy, is a
/// staircase that falls. It is all that is needed to act: discharge where a MWh brings more than it is worth in the store,
/// charge where it costs less (``SetPointController``), or say so beforehand to a market (``EnergyBidCurve``).
///
/// The recursion takes the best charging and discharging power of each step; over several price outcomes for a step it takes
/// their mean, which is the exact expected value where the prices of different steps are independent and each is seen before the step is
/// decided. Where charging and discharging at once would pay (see ``StorageAsset/simultaneityPrice``) the value is that of the concave hull,
/// an upper bound. Minimum powers, ramps and limits on cycles are no part of it.
///
/// Source: D. P. Bertsekas, *Dynamic Programming and Optimal Control* I, section 1.3; the staircase is the sup-convolution of
/// concave functions (R. T. Rockafellar, *Convex Analysis*, theorem 5.4).
public struct StoredEnergyValue: Hashable, Sendable {
  /// The least and the most stored energy, MWh.
  public let window: ClosedRange<Double>
  /// The steps.
  public let steps: DispatchSteps
  /// Where the segments of each boundary begin in `slopes`; one more than there are boundaries.
  let starts: [Int]
  /// The right end of each segment, MWh; the last one of a boundary is the window's upper end.
  let ends: [Double]
  /// The marginal value along each segment, falling within a boundary.
  let slopes: [Double]
  /// The value at the window's lower end, for each boundary.
  let bases: [Double]

  /// The number of steps; boundaries are counted from 0 to this number.
  public var stepCount: Int { steps.count }

  /// The value of the stored energy at a boundary, in the currency of the prices.
  ///
  /// Below and above the window the outermost marginal value goes on; before the first boundary and behind the last one the value is
  /// that of the nearest.
  public func total(at boundary: Int, stored: Double) -> Double {
    let boundary = inside(boundary)
    var (level, value) = (window.lowerBound, bases[boundary])
    let last = starts[boundary + 1] - 1
    for segment in starts[boundary]...last {
      let end = segment == last ? stored : min(stored, ends[segment])
      value += slopes[segment] * (end - level)
      level = end
      if stored <= level { break }
    }
    return value
  }

  /// What one more stored MWh is worth at a boundary; at a corner, what one MWh less would cost.
  public func marginal(at boundary: Int, stored: Double) -> Double {
    let boundary = inside(boundary)
    return slopes[segment(at: boundary, holding: stored)]
  }

  /// The boundary of the horizon that is nearest to a number.
  private func inside(_ boundary: Int) -> Int { min(max(boundary, 0), stepCount) }

  /// The first segment whose right end is not below a level; the last one where none is.
  private func segment(at boundary: Int, holding stored: Double) -> Int {
    var (low, high) = (starts[boundary], starts[boundary + 1] - 1)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] < stored { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The most stored energy at which the marginal value is still at least a price, or above it where `strictly`.
  ///
  /// - Complexity: O(log segments), without allocation.
  func level(at boundary: Int, worth price: Double, strictly: Bool) -> Double {
    var (low, high) = (starts[boundary], starts[boundary + 1])
    while low < high {
      let middle = (low + high) / 2
      if strictly ? slopes[middle] > price : slopes[middle] >= price { low = middle + 1 } else { high = middle }
    }
    return low == starts[boundary] ? window.lowerBound : ends[low - 1]
  }

  /// The staircase at a boundary: the right end of each segment in MWh, and its marginal value.
  public func staircase(at boundary: Int) -> [(upTo: Double, marginal: Double)] {
    let boundary = inside(boundary)
    return (starts[boundary]..<starts[boundary + 1]).map { (ends[$0], slopes[$0]) }
  }
}
