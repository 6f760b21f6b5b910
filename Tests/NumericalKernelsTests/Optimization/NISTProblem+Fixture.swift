import Foundation

extension NISTProblem {
  /// The sets of the fixture, with their models.
  static let fixtures: [(problem: NISTProblem, model: LevenbergMarquardtTests.Model)] = NISTSet.read("nonlinear")
    .compactMap { set in model(of: set).map { (NISTProblem(set), $0) } }

  private init(_ set: NISTSet) {
    let rows = Self.rows(set)
    let isLogarithm = set.name == "Nelson"
    self.init(
      name: set.name, x: isLogarithm ? rows.indices.map(Double.init) : rows.map { $0[1] },
      y: rows.map { isLogarithm ? log($0[0]) : $0[0] },
      starts: set.lines.filter { $0[0] == "start" }.map { $0.dropFirst().map { Double($0) ?? .nan } },
      parameters: set["certified-beta"], standardErrors: set["certified-se"],
      sumOfSquares: set["certified-rss"].first ?? .nan)
  }

  private static func rows(_ set: NISTSet) -> [[Double]] {
    set.lines.drop { $0[0] != "rows" }.dropFirst().map { $0.map { Double($0) ?? .nan } }
  }

  private static func model(of set: NISTSet) -> LevenbergMarquardtTests.Model? {
    switch set.name {
    case "Misra1b": LevenbergMarquardtTests.inverseSquare
    case "Misra1c": LevenbergMarquardtTests.inverseRoot
    case "DanWood": LevenbergMarquardtTests.power
    case "Chwirut1": LevenbergMarquardtTests.decayOverLine
    case "Lanczos2", "Lanczos3": LevenbergMarquardtTests.threeDecays
    case "Gauss1", "Gauss2", "Gauss3": LevenbergMarquardtTests.twoPeaks
    case "Kirby2": LevenbergMarquardtTests.quadraticRatio
    case "Hahn1": LevenbergMarquardtTests.cubicRatio
    case "Nelson": LevenbergMarquardtTests.ageing(rows(set))
    case "Roszman1": LevenbergMarquardtTests.arcTangent
    case "ENSO": LevenbergMarquardtTests.threeCycles
    case "Bennett5": LevenbergMarquardtTests.shiftedPower
    default: nil
    }
  }
}
