/// The exact dynamic programme of one store whose value function need not be concave.
///
/// It goes through one lap of steps, which may begin at any of them: step `count` is the first one again.
///
/// A step back takes, for each concave run of the value function and each concave chain of trades, their sup-convolution, and then the
/// highest of all: charging and discharging stay apart, so that no state is reached by doing both at once. Steps are handled in blocks;
/// within a block where all is concave the ``ConcaveProgramme`` does the work, elsewhere the value functions are kept at the ends of
/// blocks and worked out again on the way forward: memory for the square root of the steps.
///
/// The pieces are not bounded by theory beyond a doubling a step; in practice the window and the envelope keep them to some
/// hundreds. Beyond `pieceLimit` neighbouring ones are joined upwards, and the bound says what that may have cost.
struct GeneralProgramme: ~Copyable {
  let terms: ArbitrageTerms
  private var concave: ConcaveProgramme
  private let blocks: [Range<Int>]
  private let isConcaveBlock: [Bool]
  /// The blocks that the last way back went through, and what each ended with.
  private var parts: [Part] = []
  private var scratch: DispatchPath
  private let pieceLimit: Int
  /// Numbers of money below which values count as the same.
  let grain: Double

  /// Steps of one block, by their numbers in the first lap.
  private struct Part {
    let steps: Range<Int>
    let isConcave: Bool
    var end = PiecewiseValue()
    var usesStaircase = false
  }

  init(_ terms: ArbitrageTerms, pieceLimit: Int) {
    self.terms = terms
    concave = ConcaveProgramme(terms)
    self.pieceLimit = pieceLimit
    let count = terms.count
    let length = max(16, min(256, Int(Double(count).squareRoot()) / 2))
    blocks = Swift.stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
    isConcaveBlock = blocks.map { block in block.allSatisfy { terms.isConcave($0) } }
    scratch = DispatchPath(count: count)
    var size = 0.0
    for step in 0..<count {
      size = max(size, abs(terms.problem.buyPrices[step]), abs(terms.problem.sellPrices[step]))
    }
    grain = 1e-15 * max(1, size) * max(terms.upper, 1e-6)
  }

  /// Goes back over some steps, at most a lap of them, and returns the value at the beginning, or `nil` where no state is feasible.
  ///
  /// All steps from the first on unless given.
  mutating func backward(from end: PiecewiseValue, over steps: Range<Int>? = nil) -> PiecewiseValue? {
    parts = cut(steps ?? 0..<terms.count)
    var value = end
    for index in parts.indices.reversed() {
      let steps = parts[index].steps
      value.normalise()
      parts[index].end = value
      parts[index].usesStaircase = parts[index].isConcave && value.isConcave(grain: grain)
      if parts[index].usesStaircase {
        guard let next = staircase(steps, value) else { return nil }
        value = next
      } else {
        for step in steps.reversed() {
          value = self.step(step, value)
          value.simplify(to: pieceLimit, grain: grain)
          if value.pieces.isEmpty { return nil }
        }
      }
    }
    return value
  }

  /// Some steps by blocks.
  private func cut(_ steps: Range<Int>) -> [Part] {
    var parts: [Part] = []
    for lap in [0, terms.count] {
      for (block, isConcave) in zip(blocks, isConcaveBlock) {
        let first = max(block.lowerBound, steps.lowerBound - lap)
        let last = min(block.upperBound, steps.upperBound - lap)
        if first < last { parts.append(Part(steps: first..<last, isConcave: isConcave)) }
      }
    }
    return parts
  }

  /// Goes back over all steps one by one, and shows the value function before each: what the steps from it on earn at most from a state.
  func backward(from end: PiecewiseValue, _ look: (_ step: Int, _ value: PiecewiseValue) -> Void) {
    var value = end
    for step in (0..<terms.count).reversed() where !value.pieces.isEmpty {
      value.normalise()
      value = self.step(step, value)
      value.simplify(to: pieceLimit, grain: grain)
      look(step, value)
    }
  }

  /// Goes forward over all steps one by one, and shows before each what the steps before it earn at most to reach a state.
  func forward(from start: PiecewiseValue, _ look: (_ step: Int, _ value: PiecewiseValue) -> Void) {
    var value = start
    for step in 0..<terms.count where !value.pieces.isEmpty {
      look(step, value)
      value.normalise()
      value.shrink(by: terms.retention(step))
      value = best(of: terms.trades(step).map(\.reversed), on: value)
      value.trim(terms.lower, terms.upper, retention: 1, slack: terms.slack, grain: grain)
      value.simplify(to: pieceLimit, grain: grain)
    }
  }

  /// The value function before a step.
  private func step(_ step: Int, _ value: PiecewiseValue) -> PiecewiseValue {
    var result = best(of: terms.trades(step), on: value)
    result.trim(terms.lower, terms.upper, retention: terms.retention(step), slack: terms.slack, grain: grain)
    return result
  }

  /// The highest of the sup-convolutions of all concave runs of a value function with all chains of trades.
  private func best(of chains: [TradeChain], on value: PiecewiseValue) -> PiecewiseValue {
    var lists: [[PiecewiseValue.Piece]] = []
    var first = 0
    while first < value.pieces.count {
      let end = value.run(from: first, grain: grain)
      for chain in chains { lists.append(value.combined(first..<end, chain, grain: grain)) }
      first = end
    }
    var result = PiecewiseValue(PiecewiseValue.envelope(lists, grain: grain))
    result.offset = value.offset
    return result
  }

  /// The value function before a block of concave steps; the targets of its steps stay in the concave programme.
  private mutating func staircase(_ steps: Range<Int>, _ value: PiecewiseValue) -> PiecewiseValue? {
    concave.begin(at: value.pieces[0].start)
    for piece in value.pieces { concave.append(slope: piece.slope, upTo: piece.end) }
    guard concave.backward(steps.lowerBound, steps.upperBound) else { return nil }
    // The staircase knows slopes only: the level is that of the path from its left end.
    let start = concave.staircase.lower
    let (earned, final) = concave.earnings(steps, from: start, scratch: &scratch)
    var level = earned + value.value(at: final, slack: terms.slack)
    var pieces: [PiecewiseValue.Piece] = []
    pieces.reserveCapacity(concave.staircase.count)
    for index in 0..<concave.staircase.count {
      let piece = PiecewiseValue.Piece(
        start: concave.staircase.edge(index), end: concave.staircase.edge(index + 1), value: level,
        slope: concave.staircase.slope(index))
      pieces.append(piece)
      level = piece.last
    }
    if pieces.isEmpty { pieces = [.init(start: start, end: start, value: level, slope: 0)] }
    var result = PiecewiseValue(pieces)
    result.offset = value.offset
    return result
  }

  /// Goes forward from an energy through the steps of the last way back, and writes the powers; returns the energy at the end.
  func forward(from initial: Double, into path: inout DispatchPath) -> Double {
    var energy = initial
    for part in parts {
      let steps = part.steps
      if part.usesStaircase {
        energy = concave.forward(steps.lowerBound, steps.upperBound, from: energy, into: &path)
        continue
      }
      var values = [PiecewiseValue](repeating: PiecewiseValue(), count: steps.count)
      var value = part.end
      for step in steps.reversed() {
        values[step - steps.lowerBound] = value
        guard step > steps.lowerBound else { break }
        value = self.step(step, value)
        value.simplify(to: pieceLimit, grain: grain)
      }
      for step in steps { energy = advance(step, from: energy, values[step - steps.lowerBound], into: &path) }
    }
    return energy
  }

  /// The best trade of one step from an energy, given the value of the state after it.
  private func advance(
    _ step: Int, from energy: Double, _ value: PiecewiseValue, into path: inout DispatchPath
  ) -> Double {
    let slack = terms.slack
    let start = energy * terms.retention(step)
    var best = (worth: value.value(at: start, slack: slack), taken: 0.0)
    func consider(_ taken: Double, _ worth: Double) {
      // A trade that earns nothing is not made.
      guard worth > best.worth + 8 * grain || best.worth == -.infinity else { return }
      best = (worth, taken)
    }
    for chain in terms.trades(step) {
      var taken = chain.start
      var brings = chain.value
      consider(taken, brings + value.value(at: start - taken, slack: slack))
      var reach: [(taken: Double, brings: Double, slope: Double)] = [(taken, brings, 0)]
      for piece in chain.pieces {
        reach[reach.count - 1].slope = piece.slope
        taken += piece.width
        brings += piece.width * piece.slope
        reach.append((taken, brings, 0))
        consider(taken, brings + value.value(at: start - taken, slack: slack))
      }
      var index = value.place(of: start - taken)
      while index < value.pieces.count, value.pieces[index].start <= start - chain.start {
        let piece = value.pieces[index]
        for (end, worth) in [(piece.start, piece.value), (piece.end, piece.last)] {
          let amount = start - end
          guard amount > chain.start, amount < taken else { continue }
          let part = reach.last { $0.taken <= amount } ?? reach[0]
          consider(amount, worth + part.brings + part.slope * (amount - part.taken))
        }
        index += 1
      }
    }
    let hours = terms.problem.steps.hours[step]
    let (charge, discharge) = terms.powers(step, taken: best.taken / hours)
    path.charge[step] = charge
    path.discharge[step] = discharge
    let asset = terms.problem.asset
    return start
      + (asset.chargeEfficiency.stored(charging: charge) * hours
        - asset.dischargeEfficiency.taken(discharging: discharge) * hours)
  }
}

extension ArbitrageTerms {
  /// The powers at the meter that take some power out of the store, MW, negative where it is put in; within a step's limits.
  func powers(_ step: Int, taken: Double) -> (charge: Double, discharge: Double) {
    let asset = problem.asset
    if taken < -slack {
      let limit = problem.chargeLimit(at: step)
      guard limit > 0 else { return (0, 0) }
      return (max(min(Self.power(charging, -taken), limit), min(asset.minimumChargePower, limit)), 0)
    }
    if taken > slack {
      let limit = problem.dischargeLimit(at: step)
      guard limit > 0 else { return (0, 0) }
      return (0, max(min(Self.power(discharging, taken), limit), min(asset.minimumDischargePower, limit)))
    }
    return (0, 0)
  }
}
