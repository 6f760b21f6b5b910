import Curves
import Foundation
import Testing

@Suite struct ForwardModelTests {
  @Test func volatilitiesAreLinearBetweenTenorsAndConstantOutside() throws {
    let model = try ForwardModel(.normal, tenors: [0.5, 1.5], factors: [[4, 2], [3, -1]])
    #expect(model.volatility(at: 0) == 5 && model.volatility(at: 0.5) == 5)
    #expect(abs(model.volatility(at: 1) - 10.0.squareRoot()) < 1e-12)
    #expect(abs(model.volatility(at: 9) - 5.0.squareRoot()) < 1e-12)
    // (4 · 2 - 3 · 1) / (5 · √5)
    #expect(abs(model.correlation(0.5, 1.5) - 5 / (5 * 5.0.squareRoot())) < 1e-12)
    #expect(try ForwardModel(.normal, tenors: [0], factors: [[0]]).correlation(0, 1) == 0)
  }

  @Test func modelsAndTermStructuresAreReadAndWritten() throws {
    for process in [ForwardModel.Process.normal, .logNormal(shift: 12.5)] {
      let model = try ForwardModel(process, tenors: [0, 1], factors: [[0.3, 0.1], [0.2, 0.2]])
      let text = try JSONEncoder().encode(model)
      #expect(try JSONDecoder().decode(ForwardModel.self, from: text) == model)
    }
    let structure = try VolatilityTermStructure(floor: 0.2, amplitude: 0.5, decay: 3)
    let text = try JSONEncoder().encode(structure)
    #expect(try JSONDecoder().decode(VolatilityTermStructure.self, from: text) == structure)
    let broken = String(decoding: text, as: UTF8.self).replacing("\"floor\":0.2", with: "\"floor\":-0.2")
    #expect(throws: CurveError.self) {
      try JSONDecoder().decode(VolatilityTermStructure.self, from: Data(broken.utf8))
    }
    for text in [
      #"{"process":"normal","tenors":[1,0],"factors":[[1,1]]}"#,
      #"{"process":"normal","tenors":[0],"factors":[[1,1]]}"#,
      #"{"process":"normal","tenors":[],"factors":[]}"#,
    ] {
      #expect(throws: CurveError.self) { try JSONDecoder().decode(ForwardModel.self, from: Data(text.utf8)) }
    }
  }

  @Test func seasonalShapesThatLackMonthsAreRefused() {
    let text = #"{"kind":"additive","months":[1,2],"weekdays":[0,0,0,0,0,0,0]}"#
    #expect(throws: CurveError.self) { try JSONDecoder().decode(SeasonalShape.self, from: Data(text.utf8)) }
  }
}
