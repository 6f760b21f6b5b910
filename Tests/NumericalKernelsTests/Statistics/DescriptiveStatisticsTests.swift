import NumericalKernels
import Testing

/// A sample with ties and its partner; expected figures by SciPy 1.17, NumPy 2.4, pandas 3.1 and statsmodels 0.15.
let sampleX = [2.5, -1.0, 3.75, 8.0, 2.5, 0.5, -4.25, 6.0, 2.5, 7.5, 1.25, 8.0]
let sampleY = [1.0, 0.5, 2.0, 9.5, 3.0, 0.5, -2.0, 7.0, -1.0, 6.5, 2.0, 5.0]
let sampleZ: [Double] = [1, 4, 2, 8, 5, 7, 1, 4, 2, 8, 5, 7]

@Suite struct DescriptiveStatisticsTests {
  @Test func shapeAgreesWithSciPy() throws {
    #expect(abs(try Statistics.skewness(sampleX, .population) + 0.2563089090553124) < 1e-15)
    #expect(abs(try Statistics.skewness(sampleX) + 0.29447651698681204) < 1e-15)
    #expect(abs(try Statistics.excessKurtosis(sampleX, .population) + 0.6729336402823152) < 1e-14)
    #expect(abs(try Statistics.excessKurtosis(sampleX) + 0.3358834506707904) < 1e-14)
  }

  @Test func autocorrelationAgreesWithStatsmodels() throws {
    let expected = [1.0, -0.1400586719306904, 0.019537204584087253, -0.4990047705214673, 0.23506059110599334]
    #expect(distance(try Statistics.autocorrelations(sampleX, maximumLag: 4), expected) < 1e-15)
    var gaps = sampleX
    gaps[3] = .nan
    gaps[7] = .nan
    let conservative = [1.0, -0.03668734685365729, 0.22837182628642932, -0.3047547051769981]
    #expect(distance(try Statistics.autocorrelations(gaps, maximumLag: 3), conservative) < 1e-15)
  }

  @Test func missingValuesAreLeftOut() throws {
    let x = [1, .nan, 2, 6]
    #expect(try Statistics.mean(x) == 3)
    #expect(try Statistics.variance(x) == 7)
    #expect(try Statistics.variance(x, .population) == 14.0 / 3)
    #expect(try Statistics.sum(x) == 9)
    #expect(try Statistics.sum([]) == 0)
    #expect(try Statistics.median(x) == 2)
    #expect(try Statistics.quantiles(x, [1, 0]) == [6, 1])
  }

  @Test func extremeMagnitudesNeitherOverflowNorVanish() throws {
    #expect(try Statistics.mean([1.5e308, 1.5e308, 1.5e308]) == 1.5e308)
    #expect(try Statistics.standardDeviation([-3e200, 3e200], .population) == 3e200)
    #expect(try Statistics.standardDeviation([-3e-200, 3e-200], .population) == 3e-200)
    let tiny = Double.leastNonzeroMagnitude
    #expect(try Statistics.standardDeviation([2 * tiny, 6 * tiny], .population) == 2 * tiny)
    #expect(abs(try Statistics.correlation([1e300, 2e300, 4e300], [1e-300, 2e-300, 4e-300]) - 1) < 1e-15)
    #expect(try Statistics.median([1.7e308, 1.7e308]) == 1.7e308)
    #expect(try Statistics.sum([1e308, 1e308, -1.5e308]) == 5e307)
    #expect(try Statistics.sum([1e308, 1e308]) == .infinity)
    let shape = [1.0, 2, 4, 9]
    for scale in [0x1p900, 0x1p300, 0x1p-300, 0x1p-900] {
      let scaled = shape.map { $0 * scale }
      #expect(try Statistics.excessKurtosis(scaled) == Statistics.excessKurtosis(shape))
      #expect(try Statistics.skewness(scaled) == Statistics.skewness(shape))
      #expect(try Statistics.autocorrelation(scaled, lag: 1) == Statistics.autocorrelation(shape, lag: 1))
    }
  }

  @Test func cancellationIsExact() throws {
    #expect(try Statistics.sum([1e16, 1, -1e16]) == 1)
    #expect(try Statistics.variance([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]) == 30)
  }

  @Test func tooLittleDataIsRefused() {
    func code(_ body: () throws -> Double) -> NumericalError.Code? {
      do { _ = try body() } catch { return (error as? NumericalError)?.code }
      return nil
    }
    #expect(code { try Statistics.mean([]) } == .insufficientData)
    #expect(code { try Statistics.mean([.nan]) } == .insufficientData)
    #expect(code { try Statistics.variance([1]) } == .insufficientData)
    #expect(code { try Statistics.skewness([1, 2]) } == .insufficientData)
    #expect(code { try Statistics.excessKurtosis([2, 2, 2, 2]) } == .insufficientData)
    #expect(code { try Statistics.autocorrelation([1, 2], lag: 2) } == .invalidArgument)
    #expect(code { try Statistics.autocorrelation([1, 1], lag: 1) } == .insufficientData)
    #expect(code { try Statistics.mean([1, .infinity]) } == .notFinite)
    #expect(code { try Statistics.quantile([1], 1.5) } == .invalidArgument)
    #expect(code { try Statistics.quantile([1], .nan) } == .invalidArgument)
    #expect(code { try Statistics.quantile([], 0.5) } == .insufficientData)
    #expect(code { try Statistics.correlation([1, 2], [1]) } == .dimensionMismatch)
    #expect(code { try Statistics.correlation([1, 2], [1, 1]) } == .insufficientData)
    #expect(code { try Statistics.covariance([1, .nan], [.nan, 1]) } == .insufficientData)
  }

  @Test func ranksFollowTheirRule() throws {
    let expected: [TieRule: [Double]] = [
      .average: [6.0, 2.0, 8.0, 11.5, 6.0, 3.0, 1.0, 9.0, 6.0, 10.0, 4.0, 11.5],
      .minimum: [5, 2, 8, 11, 5, 3, 1, 9, 5, 10, 4, 11],
      .maximum: [7, 2, 8, 12, 7, 3, 1, 9, 7, 10, 4, 12],
      .ordinal: [5, 2, 8, 11, 6, 3, 1, 9, 7, 10, 4, 12],
      .dense: [5, 2, 6, 9, 5, 3, 1, 7, 5, 8, 4, 9],
    ]
    for (rule, ranks) in expected { #expect(try Statistics.ranks(sampleX, ties: rule) == ranks) }
    let gaps = try Statistics.ranks([3, .nan, 1])
    #expect(gaps[0] == 2 && gaps[1].isNaN && gaps[2] == 1)
    #expect(try Statistics.ranks([]) == [])
  }
}

@Suite struct QuantileTests {
  /// `numpy.quantile` of `sampleX` by its nine methods in the order of Hyndman and Fan.
  private static let probabilities = [0, 0.05, 0.1, 0.25, 1.0 / 3, 0.5, 0.7, 0.9, 0.975, 1]
  private static let expected: [[Double]] = [
    [-4.25, -4.25, -1.0, 0.5, 1.25, 2.5, 6.0, 8.0, 8.0, 8.0],
    [-4.25, -4.25, -1.0, 0.875, 1.875, 2.5, 6.0, 8.0, 8.0, 8.0],
    [-4.25, -4.25, -4.25, 0.5, 1.25, 2.5, 3.75, 8.0, 8.0, 8.0],
    [-4.25, -4.25, -3.5999999999999996, 0.5, 1.25, 2.5, 4.649999999999997, 7.9, 8.0, 8.0],
    [-4.25, -3.925, -1.9749999999999994, 0.875, 1.875, 2.5, 5.774999999999997, 8.0, 8.0, 8.0],
    [-4.25, -4.25, -3.274999999999999, 0.6875, 1.6666666666666663, 2.5, 6.149999999999997, 8.0, 8.0, 8.0],
    [-4.25, -2.4625, -0.8499999999999999, 1.0625, 2.083333333333333, 2.5, 5.324999999999998, 7.95, 8.0, 8.0],
    [-4.25, -4.25, -2.4083333333333328, 0.8125, 1.8055555555555558, 2.5, 5.924999999999996, 8.0, 8.0, 8.0],
    [-4.25, -4.25, -2.3, 0.828125, 1.8229166666666663, 2.5, 5.887499999999998, 8.0, 8.0, 8.0],
  ]

  @Test(arguments: QuantileType.allCases)
  func agreesWithNumPy(_ type: QuantileType) throws {
    let expected = Self.expected[type.rawValue - 1]
    #expect(distance(try Statistics.quantiles(sampleX, Self.probabilities, type: type), expected) < 1e-13)
    for (p, value) in zip(Self.probabilities, expected) {
      #expect(abs(try Statistics.quantile(sampleX, p, type: type) - value) < 1e-13)
    }
  }

  @Test func selectionAgreesWithSorting() throws {
    var source = DenseSource(71)
    let random = source.vector(700)
    let organPipe = (0..<300).map { Double(min($0, 299 - $0)) }
    for values in [random, organPipe, random.sorted(), random.sorted(by: >), random.map { ($0 * 3).rounded() }] {
      let probabilities = [0.5, 0, 0.001, 0.77, 0.05, 0.33, 0.999, 1]
      let fine = (0...100).map { Double($0) / 1000 }
      for type in QuantileType.allCases {
        let sorted = try Statistics.quantiles(values, probabilities + fine, type: type).prefix(8)
        #expect(try Statistics.quantiles(values, probabilities, type: type) == Array(sorted))
        for (p, value) in zip(probabilities, sorted) {
          #expect(try Statistics.quantile(values, p, type: type) == value)
        }
      }
    }
  }

  @Test func productsThatMissTheirIntegerByRoundingCountAsIt() throws {
    // 10 * 0.7 is 7.000000000000001 in some orders of evaluation; R and the definition give the 7th value.
    #expect(try Statistics.quantile((1...10).map(Double.init), 0.7, type: .type1) == 7)
    #expect(try Statistics.quantile((1...1000).map(Double.init), 0.57, type: .type2) == 570.5)
  }
}

@Suite struct CorrelationTests {
  @Test func pairsAgreeWithSciPy() throws {
    #expect(abs(try Statistics.correlation(sampleX, sampleY) - 0.8727687627889015) < 1e-15)
    #expect(abs(try Statistics.correlation(sampleX, sampleY, .spearman) - 0.8495694982839339) < 1e-15)
    #expect(abs(try Statistics.correlation(sampleX, sampleY, .kendall) - 0.6985006985010478) < 1e-15)
    #expect(abs(try Statistics.covariance(sampleX, sampleY) - 11.541666666666666) < 1e-14)
  }

  @Test func kendallAgreesWithItsDefinition() throws {
    var source = DenseSource(72)
    let (x, y) = (source.vector(60).map { ($0 * 5).rounded() }, source.vector(60).map { ($0 * 7).rounded() })
    var (score, tiedX, tiedY) = (0.0, 0.0, 0.0)
    for i in 0..<60 {
      for j in 0..<i {
        let (dx, dy) = ((x[i] - x[j]), (y[i] - y[j]))
        score += dx * dy > 0 ? 1 : dx * dy < 0 ? -1 : 0
        if dx == 0 { tiedX += 1 }
        if dy == 0 { tiedY += 1 }
      }
    }
    let expected = score / ((1770 - tiedX) * (1770 - tiedY)).squareRoot()
    #expect(abs(try Statistics.correlation(x, y, .kendall) - expected) < 1e-15)
  }

  @Test func matricesAgreeWithPandas() throws {
    let data = try Matrix(columns: [sampleX, sampleY, sampleZ])
    let pearson = try Matrix([
      [1.0, 0.8727687627889013, 0.5999714858608095], [0.8727687627889013, 1.0, 0.6941328755201023],
      [0.5999714858608095, 0.6941328755201023, 1.0],
    ])
    let spearman = try Matrix([
      [1.0, 0.849569498283934, 0.520499935657851], [0.849569498283934, 1.0, 0.6524986798170382],
      [0.520499935657851, 0.6524986798170382, 1.0],
    ])
    let kendall = try Matrix([
      [1.0, 0.6985006985010478, 0.39349550147037177], [0.6985006985010478, 1.0, 0.5486726407127174],
      [0.39349550147037177, 0.5486726407127174, 1.0],
    ])
    #expect(distance(try Statistics.correlationMatrix(data), pearson) < 1e-15)
    #expect(distance(try Statistics.correlationMatrix(data, .spearman), spearman) < 1e-15)
    #expect(distance(try Statistics.correlationMatrix(data, .kendall), kendall) < 1e-15)
  }

  @Test func gapsFollowTheirRule() throws {
    var data = try Matrix(columns: [sampleX, sampleY, sampleZ])
    data[1, 0] = .nan
    data[4, 1] = .nan
    data[9, 2] = .nan
    let pairwise = try Matrix([
      [13.993181818181819, 12.94027777777778, 5.316666666666666],
      [12.94027777777778, 13.363636363636365, 6.116666666666668],
      [5.316666666666666, 6.116666666666668, 6.163636363636363],
    ])
    let complete = try Matrix([
      [15.22048611111111, 12.677083333333334, 6.045138888888888], [12.677083333333334, 14.3125, 6.854166666666666],
      [6.045138888888888, 6.854166666666666, 7.6111111111111125],
    ])
    #expect(distance(try Statistics.covarianceMatrix(data, missing: .pairwise), pairwise) < 1e-14)
    #expect(distance(try Statistics.covarianceMatrix(data), complete) < 1e-14)
    let spearman = try Statistics.correlationMatrix(data, .spearman, missing: .pairwise)
    #expect(
      distance(
        [spearman[0, 1], spearman[0, 2], spearman[1, 2]],
        [0.8501568805416126, 0.41433222859460733, 0.5956903615309438]) < 1e-15)
    let kendall = try Statistics.correlationMatrix(data, .kendall, missing: .pairwise)
    #expect(
      distance(
        [kendall[0, 1], kendall[0, 2], kendall[1, 2]],
        [0.6897007348075542, 0.3170731707317073, 0.500141783641018]) < 1e-15)
  }

  @Test func aFlatColumnIsNamed() throws {
    let data = try Matrix(columns: [[1, 2, 3], [5, 5, 5]])
    #expect { try Statistics.correlationMatrix(data) } throws: {
      ($0 as? NumericalError).map { $0.code == .insufficientData && $0.index == 1 } ?? false
    }
    #expect(try Statistics.covarianceMatrix(data)[1, 1] == 0)
    #expect(throws: NumericalError.self) { try Statistics.covarianceMatrix(Matrix(rows: 1, columns: 2)) }
    #expect(throws: NumericalError.self) { try Statistics.covarianceMatrix(Matrix([[1, .infinity], [1, 2]])) }
    #expect { try Statistics.covarianceMatrix(Matrix([[1e200], [-1e200]])) } throws: {
      ($0 as? NumericalError)?.code == .tooLarge
    }
  }
}
