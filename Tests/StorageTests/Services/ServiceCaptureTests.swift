import Foundation
import MarketData
import Storage
import Testing

/// A year of prices of energy and four services, against objectives that other programs find.
///
/// HiGHS, Clarabel and others agree on them to nine digits; that of five minutes with services rests on Clarabel alone. A debug
/// build takes the first steps of it and compares two methods.
@Suite(.enabled(if: ServiceProblems.captures != nil, "CAPTURES_DIR is not set"))
struct ServiceCaptureTests {
  private static let feasibilityTolerance = 1e-9

  #if DEBUG
    @Test(arguments: [("prices_8760.csv.gz", 60), ("prices_105120.csv.gz", 5)])
    func firstStepsAgreeWithTheGeneralProgram(_ file: String, _ minutes: Int) throws {
      let rows = Array(try ServiceProblems.captured(file).prefix(252))
      for reservation in ServiceProblem.Reservation.allCases {
        let problem = try ServiceProblems.year(rows, minutes: minutes, services: true, reservation)
        let schedule = try problem.optimised()
        check(schedule, problem)
        let general = try problem.optimised(general: true)
        #expect(abs(schedule.objective - general.objective) <= 2e-8 * general.objective)
      }
    }
  #else
    @Test(arguments: [
      ("prices_8760.csv.gz", 60, false, ServiceProblem.Reservation.compatibility, 3_346_431.70516, 1e-9),
      ("prices_8760.csv.gz", 60, true, .compatibility, 11_825_511.17809, 1e-9),
      ("prices_8760.csv.gz", 60, true, .sustained, 11_813_802.50, 1e-9),
      ("prices_105120.csv.gz", 5, false, .compatibility, 2_008_159.94815, 1e-9),
      ("prices_105120.csv.gz", 5, true, .compatibility, 10_985_642.23720, 1e-7),
    ])
    func yearsEarnWhatOthersFind(
      _ file: String, _ minutes: Int, _ services: Bool, _ reservation: ServiceProblem.Reservation, _ expected: Double,
      _ tolerance: Double
    ) throws {
      let problem = try ServiceProblems.year(
        ServiceProblems.captured(file), minutes: minutes, services: services, reservation)
      let schedule = try problem.optimised()
      #expect(abs(schedule.objective - expected) <= tolerance * expected)
      check(schedule, problem)
    }
  #endif

  private func check(_ schedule: DispatchSchedule, _ problem: ServiceProblem) {
    #expect(schedule.status == .solved)
    #expect(schedule.method == (problem.offers.isEmpty ? .concaveProgramme : .stepwiseInteriorPoint))
    #expect(schedule.gap <= 1e-9)
    #expect(ServiceProblemTests.worstViolation(schedule, problem) <= Self.feasibilityTolerance)
  }
}
