import NumericalKernels
import Testing

@testable import Curves

@Suite struct TrimmedMeanTests {
  /// By sorting.
  private func reference(_ values: [Double], share: Double) -> Double? {
    let sorted = values.filter { !$0.isNaN }.sorted()
    let cut = Int(share * Double(sorted.count))
    let rest = sorted.dropFirst(cut).dropLast(cut)
    return rest.isEmpty ? nil : rest.reduce(0, +) / Double(rest.count)
  }

  @Test func selectingAgreesWithSorting() throws {
    var stream = RandomStream(seed: 254, path: 0)
    var centre = TrimmedMean(share: 0.2)
    for count in [1, 2, 3, 4, 5, 6, 9, 10, 24, 131, 1000] {
      for kind in 0..<4 {
        let values = stream.normals(count).enumerated().map { index, value in
          switch kind {
          case 0: value
          case 1: Double(Int(2 * value))  // ties
          case 2: Double(index < count / 2 ? index : count - index)  // rising and falling
          default: index % 5 == 2 ? .nan : value
          }
        }
        let mean = centre.mean(of: values)
        let expected = reference(values, share: 0.2)
        #expect((mean == nil) == (expected == nil))
        if let mean, let expected { #expect(abs(mean - expected) < 1e-12) }
      }
    }
    #expect(centre.mean(of: [Double.nan]) == nil)
    #expect(centre.mean(of: []) == nil)
  }
}
