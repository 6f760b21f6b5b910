import Foundation
import Testing

@testable import NumericalKernels

@Suite struct CopulaTests {
  static let correlation = 0.7

  func matrix(_ rho: Double) throws -> Matrix { try Matrix([[1, rho], [rho, 1]]) }

  /// Kendall's tau, concordant less discordant pairs over pairs.
  func kendall(_ u: Matrix) -> Double {
    var sum = 0
    for i in 0..<u.rows {
      for j in 0..<i { sum += (u[i, 0] < u[j, 0]) == (u[i, 1] < u[j, 1]) ? 1 : -1 }
    }
    return Double(2 * sum) / Double(u.rows * (u.rows - 1))
  }

  @Test func marginsAreUniformAndRanksCorrelated() throws {
    // Both elliptical families have tau = 2 asin(rho) / pi; its standard error here is below 0.02.
    let tau = 2 * asin(Self.correlation) / Double.pi
    var stream = RandomStream(seed: 12, path: 0)
    let gaussian = try GaussianCopula(correlation: matrix(Self.correlation)).samples(1000, from: &stream)
    let student = try StudentCopula(correlation: matrix(Self.correlation), degreesOfFreedom: 3)
      .samples(1000, from: &stream)
    for u in [gaussian, student] {
      for column in 0..<2 {
        #expect(kolmogorovSmirnov((0..<u.rows).map { u[$0, column] }) { $0 } < 1.95)
      }
      #expect(abs(kendall(u) - tau) < 0.05)
    }
  }

  @Test func studentExtremesComeTogether() throws {
    // P(both below 1 %) / 1 %: 0.267 for the Gaussian, 0.465 with 3 degrees of freedom at rho = 0.7.
    func share(_ u: Matrix) -> Double {
      Double((0..<u.rows).filter { u[$0, 0] < 0.01 && u[$0, 1] < 0.01 }.count) / (0.01 * Double(u.rows))
    }
    var stream = RandomStream(seed: 13, path: 0)
    let gaussian = try GaussianCopula(correlation: matrix(Self.correlation)).samples(15_000, from: &stream)
    let student = try StudentCopula(correlation: matrix(Self.correlation), degreesOfFreedom: 3)
      .samples(15_000, from: &stream)
    #expect(abs(share(gaussian) - 0.2668) < 0.14)
    #expect(abs(share(student) - 0.4649) < 0.17)
  }

  @Test func perfectDependenceIsKept() throws {
    var stream = RandomStream(seed: 14, path: 0)
    let u = try GaussianCopula(correlation: matrix(1)).samples(50, from: &stream)
    for i in 0..<50 { #expect(u[i, 0] == u[i, 1]) }
    let v = try GaussianCopula(correlation: matrix(-1)).samples(50, from: &stream)
    for i in 0..<50 { #expect(abs(v[i, 0] + v[i, 1] - 1) < 1e-15) }
  }

  @Test func badParametersAreRefused() throws {
    let covariance = try Matrix([[1, 0], [0, 2]])
    #expect(throws: NumericalError.self) { try GaussianCopula(correlation: covariance) }
    let good = try matrix(0)
    for bad in [0, -1, Double.nan, .infinity] {
      #expect(throws: NumericalError.self) { try StudentCopula(correlation: good, degreesOfFreedom: bad) }
    }
    let indefinite = try matrix(1.1)
    #expect(throws: NumericalError.self) { try StudentCopula(correlation: indefinite, degreesOfFreedom: 4) }
  }
}
