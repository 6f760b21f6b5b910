import NumericalKernels

/// The draws of some paths, step by step.
struct PathDraws {
  private let engine: PathEngine
  private var paths: [Int] = []
  private var step = 0
  private var chiStreams: [RandomStream] = []
  private var sequences: [SobolSequence]

  /// The normals of the step, path after path.
  var normals: [Double] = []
  /// What each path's normals are multiplied by to be Student t; empty unless they are.
  var mixing: [Double] = []

  init(_ engine: PathEngine, _ paths: [Int]) {
    self.engine = engine
    sequences = engine.sequences
    begin(paths)
  }

  /// Begins with other paths, in the same room.
  mutating func begin(_ paths: [Int]) {
    self.paths = paths
    step = 0
    let size = paths.count * engine.normalCount
    if normals.count != size { normals = [Double](repeating: 0, count: size) }
    guard engine.chiSquare != nil else { return }
    if mixing.count != paths.count { mixing = [Double](repeating: 1, count: paths.count) }
    guard engine.settings.sampling != .sobol else { return }
    let seed = engine.settings.seed
    let isPaired = engine.settings.sampling == .antithetic
    // The upper half of the stream numbers is for chi-squares.
    chiStreams = paths.map { RandomStream(seed: seed, path: UInt64(isPaired ? $0 / 2 : $0) | 1 << 63) }
  }

  /// Draws the next step.
  ///
  /// - Throws: `outOfRange` where the points of a sequence run out.
  mutating func next() throws(RiskError) {
    do throws(NumericalError) {
      if engine.settings.sampling == .sobol {
        try nextPoints()
      } else {
        nextNormals()
        if let degrees = engine.settings.degreesOfFreedom {
          for place in paths.indices { mixing[place] = try chiStreams[place].chiSquare(degreesOfFreedom: degrees) }
        }
      }
    } catch {
      throw RiskError(.outOfRange, found: "\(engine.settings.paths) paths", expected: "fewer", cause: error)
    }
    if let degrees = engine.settings.degreesOfFreedom {
      // The t model keeps the covariances; a copula's scale is that of its own margins.
      let numerator = engine.settings.usesMargins ? degrees : degrees - 2
      for place in mixing.indices { mixing[place] = (numerator / max(mixing[place], 1e-300)).squareRoot() }
    }
    step += 1
  }

  private mutating func nextNormals() {
    let count = engine.normalCount
    let isPaired = engine.settings.sampling == .antithetic
    let (settings, step, paths) = (engine.settings, step, paths)
    let (shifts, widths) = (engine.shifts, engine.widths)
    normals.withUnsafeMutableBufferPointer { normals in
      for (place, path) in paths.enumerated() {
        var stream = RandomStream(
          seed: settings.seed, path: UInt64(isPaired ? path / 2 : path), position: UInt64(step * count))
        let own = UnsafeMutableBufferPointer(rebasing: normals[place * count..<(place + 1) * count])
        var span = own.mutableSpan
        stream.fillNormals(&span)
        if isPaired, path % 2 == 1 {
          for i in 0..<count { own[i] = -own[i] }
        }
        if !shifts.isEmpty {
          for i in 0..<count { own[i] = (own[i] - shifts[i]) / widths[i] }
        }
      }
    }
  }

  private mutating func nextPoints() throws(NumericalError) {
    let count = engine.normalCount
    let length = engine.settings.paths / MonteCarlo.sobolRuns
    var point = [Double](repeating: 0, count: sequences.first?.dimensions ?? 0)
    for (place, path) in paths.enumerated() where !sequences.isEmpty {
      let (run, index) = (path / length, UInt64(path % length))
      if sequences[run].index != index { sequences[run].index = index }
      var span = point.mutableSpan
      try sequences[run].fillNormals(&span)
      for i in 0..<count { normals[place * count + i] = point[i] }
      if let chiSquare = engine.chiSquare {
        mixing[place] = chiSquare.quantile(VectorMath.normalCDF(point[count]))
      }
    }
  }
}

/// Sums and sums of squares of each normal, to be matched.
struct MomentSums: Sendable {
  var count = 0
  var sums: [Double]
  var squares: [Double]

  init(count: Int) {
    sums = [Double](repeating: 0, count: count)
    squares = sums
  }

  mutating func add(_ other: MomentSums) {
    count += other.count
    for i in sums.indices {
      sums[i] += other.sums[i]
      squares[i] += other.squares[i]
    }
  }
}

extension PathEngine {
  /// The sums of each normal over a chunk of paths.
  func momentSums(_ range: Range<Int>) throws(RiskError) -> MomentSums {
    var draws = PathDraws(self, Array(range))
    try draws.next()
    var result = MomentSums(count: normalCount)
    result.count = range.count
    for place in 0..<range.count {
      for i in 0..<normalCount {
        let z = draws.normals[place * normalCount + i]
        result.sums[i] += z
        result.squares[i] += z * z
      }
    }
    return result
  }

  /// Has every path's normals shifted and scaled.
  mutating func match(_ sums: MomentSums) {
    let n = Double(max(1, sums.count))
    shifts = sums.sums.map { $0 / n }
    widths = zip(sums.squares, shifts).map { max($0 / n - $1 * $1, 1e-300).squareRoot() }
  }
}
