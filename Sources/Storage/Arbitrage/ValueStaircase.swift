/// The marginal value of stored energy as a falling staircase: the derivative of a concave piecewise-linear value function.
///
/// Segment i lies between `edges[i]` and `edges[i + 1]` (MWh) and has the value `slopes[i]` for each MWh. One backward step of the dynamic
/// programme adds what can be bought and sold in that step: all that is worth more than buying costs moves to the left by what
/// can be bought, all that is worth less than selling brings moves to the right by what can be sold, and what lies between stays
/// where it is. So the segments live in the middle of an array that grows and is trimmed at both ends, and nothing is allocated
/// in a step unless that array runs out of room.
struct ValueStaircase: ~Copyable {
  private var edges: UnsafeMutablePointer<Double>
  private var slopes: UnsafeMutablePointer<Double>
  private var capacity: Int
  /// The first segment, and the one after the last; `edges[tail]` is the right end.
  private var head: Int
  private var tail: Int

  /// A staircase without a step: the one state `energy`.
  init(energy: Double, capacity: Int = 256) {
    self.capacity = max(16, capacity)
    edges = .allocate(capacity: self.capacity + 1)
    slopes = .allocate(capacity: self.capacity + 1)
    edges.initialize(repeating: 0, count: self.capacity + 1)
    slopes.initialize(repeating: 0, count: self.capacity + 1)
    head = self.capacity / 2
    tail = head
    edges[head] = energy
  }

  deinit {
    edges.deallocate()
    slopes.deallocate()
  }

  /// The number of segments.
  var count: Int { tail - head }

  /// The least energy with a value.
  var lower: Double { edges[head] }

  /// The most energy with a value.
  var upper: Double { edges[tail] }

  /// The value of a MWh in segment `index`, counted from the left.
  func slope(_ index: Int) -> Double { slopes[head + index] }

  /// The left edge of segment `index`; the right end for `count`.
  func edge(_ index: Int) -> Double { edges[head + index] }

  /// Makes this staircase the one state `energy`.
  mutating func reset(energy: Double) {
    head = capacity / 2
    tail = head
    edges[head] = energy
  }

  /// Adds a segment at the right; merged with the last one where its slope is the same.
  mutating func append(slope: Double, upTo edge: Double) {
    guard edge > edges[tail] else { return }
    if tail > head, slopes[tail - 1] == slope {
      edges[tail] = edge
      return
    }
    makeRoom()
    slopes[tail] = slope
    tail += 1
    edges[tail] = edge
  }

  /// Takes over the segments of another staircase.
  mutating func copy(_ other: borrowing ValueStaircase) {
    reset(energy: other.lower)
    for index in 0..<other.count { append(slope: other.slope(index), upTo: other.edge(index + 1)) }
  }

  /// The first segment whose slope is at most `value`.
  @inline(__always)
  private func firstAtMost(_ value: Double) -> Int {
    var low = head
    var length = tail - head
    while length > 0 {
      let half = length >> 1
      let isAbove = slopes[low + half] > value
      low = isAbove ? low + half + 1 : low
      length = isAbove ? length - half - 1 : half
    }
    return low
  }

  /// The first segment whose slope is below `value`.
  @inline(__always)
  private func firstBelow(_ value: Double) -> Int {
    var low = head
    var length = tail - head
    while length > 0 {
      let half = length >> 1
      let isAbove = slopes[low + half] >= value
      low = isAbove ? low + half + 1 : low
      length = isAbove ? length - half - 1 : half
    }
    return low
  }

  /// Adds what can be bought in a step, and returns the energy up to which to buy: where the value falls to the cost.
  ///
  /// - Parameters:
  ///   - cost: What a MWh in the store costs.
  ///   - amount: The most that can be bought, MWh in the store.
  /// - Complexity: O(log of the segments) and a move of those that are worth more.
  @inline(__always)
  mutating func buy(at cost: Double, upTo amount: Double) -> Double {
    makeRoom()
    let place = firstAtMost(cost)
    let target = edges[place]
    if place < tail, slopes[place] == cost {
      // The segment of the same value grows, and what is worth more makes way.
      for index in head...place { edges[index] -= amount }
    } else {
      var index = head
      while index < place {
        edges[index - 1] = edges[index] - amount
        slopes[index - 1] = slopes[index]
        index += 1
      }
      head -= 1
      edges[place - 1] = target - amount
      slopes[place - 1] = cost
    }
    return target
  }

  /// Adds what can be sold in a step, and returns the energy down to which to sell: where the value rises to the revenue.
  ///
  /// - Parameters:
  ///   - revenue: What a MWh taken out of the store brings.
  ///   - amount: The most that can be sold, MWh out of the store.
  /// - Complexity: O(log of the segments) and a move of those that are worth less.
  @inline(__always)
  mutating func sell(at revenue: Double, upTo amount: Double) -> Double {
    makeRoom()
    let place = firstBelow(revenue)
    let target = edges[place]
    if place > head, slopes[place - 1] == revenue {
      for index in place...tail { edges[index] += amount }
    } else {
      edges[tail + 1] = edges[tail] + amount
      var index = tail
      while index > place {
        slopes[index] = slopes[index - 1]
        edges[index] = edges[index - 1] + amount
        index -= 1
      }
      tail += 1
      slopes[place] = revenue
      // The new segment begins at the target, the one after it where it ends.
      edges[place + 1] = target + amount
      edges[place] = target
    }
    return target
  }

  /// Cuts the ends off to the left of `lower` and to the right of `upper`; false where nothing is left.
  @inline(__always)
  mutating func trim(_ lower: Double, _ upper: Double, slack: Double) -> Bool {
    guard edges[tail] >= lower - slack, edges[head] <= upper + slack else { return false }
    while head < tail, edges[head + 1] <= lower { head += 1 }
    while head < tail, edges[tail - 1] >= upper { tail -= 1 }
    edges[head] = min(max(edges[head], lower), upper)
    edges[tail] = max(min(edges[tail], upper), edges[head])
    return true
  }

  /// The staircase by the energy before self-discharge: energies over `retention`, values times it, within a window.
  mutating func scale(by retention: Double, _ lower: Double, _ upper: Double) {
    let inverse = 1 / retention
    for index in head...tail { edges[index] = min(max(edges[index] * inverse, lower), upper) }
    for index in head..<tail { slopes[index] *= retention }
  }

  /// The energies between which a MWh is worth `value`: where values rise above it and where they fall below it.
  func range(worth value: Double) -> ClosedRange<Double> {
    let low = edges[firstAtMost(value)]
    return low...max(low, edges[firstBelow(value)])
  }

  /// The value of all energy between the left end and `energy`.
  func area(upTo energy: Double) -> Double {
    var sum = CompensatedSum()
    for index in head..<tail where edges[index] < energy {
      sum.add(slopes[index] * (min(edges[index + 1], energy) - edges[index]))
    }
    return sum.value
  }

  /// Moves the segments to the middle, or takes more memory, where an end is near.
  @inline(__always)
  private mutating func makeRoom() {
    if head < 2 || tail > capacity - 3 { recentre() }
  }

  @inline(never)
  private mutating func recentre() {
    let count = tail - head
    let newCapacity = count * 2 + 16 > capacity ? capacity * 2 : capacity
    let newHead = (newCapacity - count) / 2
    let newEdges = UnsafeMutablePointer<Double>.allocate(capacity: newCapacity + 1)
    let newSlopes = UnsafeMutablePointer<Double>.allocate(capacity: newCapacity + 1)
    newEdges.initialize(repeating: 0, count: newCapacity + 1)
    newSlopes.initialize(repeating: 0, count: newCapacity + 1)
    (newEdges + newHead).update(from: edges + head, count: count + 1)
    (newSlopes + newHead).update(from: slopes + head, count: count)
    edges.deallocate()
    slopes.deallocate()
    edges = newEdges
    slopes = newSlopes
    capacity = newCapacity
    head = newHead
    tail = newHead + count
  }
}
