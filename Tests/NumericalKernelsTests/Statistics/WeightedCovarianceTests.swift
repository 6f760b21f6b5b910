import NumericalKernels
import Testing

@Suite struct ShrinkageCovarianceTests {
  @Test func identityTargetAgreesWithScikitLearn() throws {
    // sklearn.covariance.ledoit_wolf 1.9.1
    let data = try Matrix(columns: [sampleX, sampleY, sampleZ])
    let shrunk = try ShrinkageCovariance(data)
    #expect(abs(shrunk.intensity - 0.21911408736539487) < 1e-14)
    let expected = try Matrix([
      [12.5352490487941, 8.261664499297368, 4.254201378207276],
      [8.261664499297368, 10.931789303709763, 4.522630910675422],
      [4.254201378207276, 4.522630910675422, 7.114124841940582],
    ])
    #expect(distance(shrunk.covariance, expected) < 1e-13)
    let short = try ShrinkageCovariance(Matrix(data.view[rows: 0..<3, columns: 0..<3]))
    #expect(abs(short.intensity - 0.3232470000278417) < 1e-14)
    #expect(try Cholesky(short.covariance).reciprocalCondition > 0.01)
  }

  @Test func constantCorrelationAgreesWithThePapersFormulas() throws {
    // The appendix of the 2003 paper, element by element in NumPy.
    let last: [Double] = [3, -1, 4, 1, -5, 9, 2, -6, 5, 3, -5, 8]
    let data = try Matrix(columns: [sampleX, sampleY, sampleZ, last])
    let shrunk = try ShrinkageCovariance(data, target: .constantCorrelation)
    #expect(abs(shrunk.intensity - 0.29603981388834705) < 1e-14)
    let expected = try Matrix([
      [13.192274305555555, 8.71736853960446, 4.786104095132057, 2.732308361176596],
      [8.71736853960446, 11.13888888888889, 4.95095091861585, -0.8675869024626843],
      [4.786104095132057, 4.95095091861585, 6.25, 2.1196044554602445],
      [2.732308361176596, -0.8675869024626843, 2.1196044554602445, 22.416666666666668],
    ])
    #expect(distance(shrunk.covariance, expected) < 1e-13)
  }

  @Test func degenerateSamples() throws {
    #expect(try ShrinkageCovariance(Matrix([[1], [2], [4]]), target: .constantCorrelation).intensity == 0)
    #expect(try ShrinkageCovariance(Matrix([[1, 2], [1, 2]])).covariance == Matrix(rows: 2, columns: 2))
    #expect(throws: NumericalError.self) {
      try ShrinkageCovariance(Matrix([[1, 2], [1, 3]]), target: .constantCorrelation)
    }
    #expect(throws: NumericalError.self) { try ShrinkageCovariance(Matrix([[1, 2]])) }
    #expect(throws: NumericalError.self) { try ShrinkageCovariance(Matrix([[1e90, 2], [0, 1]])) }
    #expect(throws: NumericalError.self) { try ShrinkageCovariance(Matrix(rows: 3, columns: 0)) }
  }
}

@Suite struct ExponentialWeightsTests {
  @Test func agreesWithPandas() throws {
    // pandas 3.1, Series.ewm(alpha=0.06).mean() of the values and of their squares.
    var gaps = sampleX
    for i in [0, 3, 4] { gaps[i] = .nan }
    let weights = try ExponentialWeights(decay: 0.94)
    let means = try weights.means(gaps)
    #expect(means[0].isNaN)
    let expectedMeans = [
      -1.0, 1.4484536082474226, 1.4484536082474226, 1.4484536082474226, 1.0852469154297353, -0.459118594683891,
      1.061613719817894, 1.34972132937908, 2.4300481913449232, 2.244254813981699, 3.07000570170182,
    ]
    #expect(distance(Array(means.dropFirst()), expectedMeans) < 1e-14)
    let expectedVariances = [
      1.0, 7.733247422680412, 7.733247422680412, 7.733247422680412, 4.867566355843032, 8.687033524146068,
      15.117587494608934, 13.34141688533213, 20.87852169476181, 17.8372993665441, 24.46005450869872,
    ]
    #expect(distance(Array(try weights.variances(gaps).dropFirst()), expectedVariances) < 1e-13)
  }

  @Test func theRecursionStartsWhereItIsTold() throws {
    let variances = try ExponentialWeights(decay: 0.94).variances(sampleX, startingAt: 4)
    #expect(distance(Array(variances.prefix(2)), [4.135, 3.9469]) < 1e-14)
    #expect(abs(variances[11] - 14.907126464613386) < 1e-13)
  }

  @Test func covariancesShareTheWeights() throws {
    let data = try Matrix(columns: [sampleX, sampleY, sampleZ])
    let expected = try Matrix([
      [24.811961945725177, 20.49717322917028, 21.47816225898926],
      [20.49717322917028, 19.699709530961712, 19.625677712865887],
      [21.47816225898926, 19.625677712865887, 28.168546208395895],
    ])
    let weights = try ExponentialWeights(decay: 0.94)
    #expect(distance(try weights.covarianceMatrix(data), expected) < 1e-13)
    var gaps = sampleX
    gaps[11] = .nan
    gaps[2] = .nan
    let variance = try weights.covarianceMatrix(Matrix(columns: [gaps]))[0, 0]
    #expect(abs(try weights.variances(gaps)[11] - variance) < 1e-13)
  }

  @Test func aLongGapForgetsNothing() throws {
    // 0.5 to the power of 1,200 is no number any more; the mean before the gap still is.
    let weights = try ExponentialWeights(decay: 0.5)
    let gap = [3.0, 5] + [Double](repeating: .nan, count: 1200)
    let means = try weights.means(gap + [7])
    #expect(abs(means[1200] - 13.0 / 3) < 1e-15 && means[1202] == 7)
    let covariance = try weights.covarianceMatrix(Matrix(columns: [gap]))
    #expect(abs(covariance[0, 0] - 59.0 / 3) < 1e-13)
  }

  @Test func badInputIsRefused() throws {
    for decay in [0, 1, -1, .nan] { #expect(throws: NumericalError.self) { try ExponentialWeights(decay: decay) } }
    let weights = try ExponentialWeights(decay: 0.5)
    #expect(throws: NumericalError.self) { try weights.means([.infinity]) }
    #expect(throws: NumericalError.self) { try weights.variances([1e160]) }
    #expect(throws: NumericalError.self) { try weights.variances([1], startingAt: -1) }
    #expect(throws: NumericalError.self) { try weights.covarianceMatrix(Matrix([[.nan]])) }
    #expect(try weights.means([]) == [])
  }
}
