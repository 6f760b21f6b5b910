import ByteFormats
import Foundation
import MarketData
import NumericalKernels
import Storage

/// Problems that the suites of services share.
enum ServiceProblems {
  static let captures = ProcessInfo.processInfo.environment["CAPTURES_DIR"]

  static func steps(_ count: Int, minutes: Int = 60) throws -> DispatchSteps {
    try DispatchSteps(start: Instant(secondsSince1970: 1_735_689_600), minutes: minutes, count: count)
  }

  /// 100 MW, 400 MWh, 92 % each way, 4 per MWh discharged.
  static func reference() throws -> StorageAsset {
    try StorageAsset(
      name: "reference", power: 100, energyCapacity: 400, chargeEfficiency: EfficiencyCurve(0.92),
      dischargeEfficiency: EfficiencyCurve(0.92), throughputCost: 4)
  }

  /// Regulation up and down, spinning and non-spinning reserve, as in the peers' model.
  static func fourServices() throws -> [AncillaryService] {
    [
      try AncillaryService("reg_up", .up, durationHours: 1, deployment: 0.15),
      try AncillaryService("reg_dn", .down, durationHours: 1, deployment: 0.15),
      try AncillaryService("spin", .up, durationHours: 1), try AncillaryService("nonspin", .up, durationHours: 2),
    ]
  }

  /// The problem of a captured year of prices, in rows of energy and the four services.
  static func year(
    _ rows: [[Double]], minutes: Int, services: Bool, _ reservation: ServiceProblem.Reservation
  ) throws -> ServiceProblem {
    let energy = try DispatchProblem(
      reference(), steps: steps(rows.count, minutes: minutes), prices: rows.map { $0[0] })
    let offers = try fourServices().enumerated().map { index, service in
      ServiceOffer(service, prices: rows.map { $0[index + 1] })
    }
    return try ServiceProblem(energy, offers: services ? offers : [], reservation: reservation)
  }

  /// Rows of a captured file of prices.
  static func captured(_ name: String) throws -> [[Double]] {
    let url = URL(fileURLWithPath: captures ?? "").appendingPathComponent("storage/\(name)")
    let bytes = try Gzip.decompress([UInt8](Data(contentsOf: url)).span)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").compactMap { Double($0) }
    }
  }

  /// A small problem of random sizes, prices, services and ends, without decisions; prices are seldom below zero.
  static func random(_ seed: UInt64) throws -> ServiceProblem {
    var stream = RandomStream(seed: 41, path: seed)
    let count = 3 + Int(stream.next() % 40)
    let asset = try StorageAsset(
      power: 5 + 50 * stream.uniform(), dischargePower: 5 + 50 * stream.uniform(),
      energyCapacity: 20 + 200 * stream.uniform(), chargeEfficiency: EfficiencyCurve(0.8 + 0.2 * stream.uniform()),
      dischargeEfficiency: EfficiencyCurve(0.8 + 0.2 * stream.uniform()),
      selfDischarge: seed % 3 == 0 ? 0.002 : 0, auxiliaryLoad: seed % 5 == 0 ? 0.3 : 0, throughputCost: 6)
    let capacity = asset.energyCapacity
    let initial: InitialState = seed % 2 == 0 ? .cyclic : .energy(capacity * (0.2 + 0.6 * stream.uniform()))
    var terminal = TerminalValue.none
    if case .energy(let energy) = initial {
      terminal = [.none, .price(30), .energy(energy)][Int(seed / 2 % 3)]
    }
    var availability = Availability.full
    if seed % 4 == 1 {
      let parts = (0..<count).map { _ in [0.0, 0.5, 1, 1, 1][Int(stream.next() % 5)] }
      availability = try Availability(charge: parts, discharge: parts)
    }
    func prices(_ mean: Double, _ spread: Double) -> [Double] {
      (0..<count).map { _ in mean + spread * stream.normal() }
    }
    let energy = try DispatchProblem(
      asset, steps: steps(count, minutes: [5, 15, 60][Int(seed % 3)]), prices: prices(40, 15),
      charges: MarketCharges(spread: seed % 7 == 0 ? 2 : 0), availability: availability, initial: initial,
      terminal: terminal)
    var offers: [ServiceOffer] = []
    for index in 0..<Int(seed % 5) {
      let direction = AncillaryService.Direction.allCases[Int(stream.next() % 3)]
      let service = try AncillaryService(
        "s\(index)", direction, durationHours: [0, 0.25, 1, 2][Int(stream.next() % 4)],
        deployment: 0.2 * stream.uniform(), mileage: stream.uniform(),
        coverage: index == 2 ? .expected(0.4) : .full)
      offers.append(
        ServiceOffer(
          service, prices: prices(4, 3), mileagePrices: prices(1, 0.2), limits: index == 1 ? prices(8, 1) : []))
    }
    return try ServiceProblem(energy, offers: offers, reservation: seed % 2 == 0 ? .sustained : .compatibility)
  }
}
