import Testing

@testable import NumericalKernels

@Suite struct BrownianBridgeTests {
  @Test(arguments: [
    [1.0], [0.1, 3], [1, 2, 3, 4, 5, 6, 7, 8], [0.01, 0.02, 0.5, 0.75, 2, 2.5, 30, 31, 31.001, 40, 90],
  ])
  func covarianceIsTheEarlierTime(_ times: [Double]) throws {
    let bridge = try BrownianBridge(times: times)
    let n = times.count
    // The paths of the unit vectors are the columns of a factor of the covariance.
    let columns = try (0..<n).map { k in try bridge.transform((0..<n).map { $0 == k ? 1 : 0 }) }
    for i in 0..<n {
      for j in 0...i {
        let covariance = columns.reduce(0) { $0 + $1[i] * $1[j] }
        #expect(abs(covariance - times[j]) <= 4e-16 * times[i], "(\(i), \(j))")
      }
    }
  }

  @Test func firstNormalsSetTheEndAndTheMiddle() throws {
    let bridge = try BrownianBridge(times: [1, 2, 3, 4])
    #expect(try bridge.transform([1, 0, 0, 0]) == [0.5, 1, 1.5, 2])
    #expect(try bridge.transform([0, 1, 0, 0]) == [0.5, 1, 0.5, 0])
  }

  @Test func anEmptyGridHasAnEmptyPath() throws {
    #expect(try BrownianBridge(times: []).transform([]).isEmpty)
  }

  @Test func gridsThatDoNotAscendAreRefused() throws {
    for (times, index) in [([0.0, 1], 0), ([-1], 0), ([1, 1], 1), ([1, 3, 2], 2)] {
      let error = #expect(throws: NumericalError.self) { try BrownianBridge(times: times) }
      #expect(error?.code == .invalidArgument)
      #expect(error?.index == index)
    }
    for bad in [Double.nan, .infinity] {
      let error = #expect(throws: NumericalError.self) { try BrownianBridge(times: [1, bad]) }
      #expect(error?.code == .notFinite)
    }
    let bridge = try BrownianBridge(times: [1, 2])
    #expect(throws: NumericalError.self) { try bridge.transform([1]) }
  }
}
