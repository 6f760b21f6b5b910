/// The names that MATPOWER's `idx_...` functions give to columns, in the order in which they return them.
enum CaseColumns {
  typealias Constant = (name: String, value: Double)

  /// What a function returns; `nil` for an unknown function.
  static func values(of function: String) -> [Constant]? {
    switch function {
    case "idx_bus": [("PQ", 1), ("PV", 2), ("REF", 3), ("NONE", 4)] + numbered(bus)
    case "idx_gen":
      numbered(generator) + [("MU_PMAX", 22), ("MU_PMIN", 23), ("MU_QMAX", 24), ("MU_QMIN", 25)] + capability
    case "idx_brch": numbered(branch) + flows + [("ANGMIN", 12), ("ANGMAX", 13), ("MU_ANGMIN", 20), ("MU_ANGMAX", 21)]
    case "idx_cost": [("PW_LINEAR", 1), ("POLYNOMIAL", 2)] + numbered(cost)
    case "idx_dcline": numbered(hvdcLine)
    case "idx_area": numbered(["AREA_I", "PRICE_REF_BUS"])
    default: nil
    }
  }

  /// What `define_constants` defines.
  static var all: [Constant] {
    ["idx_bus", "idx_gen", "idx_brch", "idx_cost", "idx_area"].flatMap { values(of: $0) ?? [] }
  }

  private static func numbered(_ names: [String], from first: Int = 1) -> [Constant] {
    names.enumerated().map { ($0.element, Double($0.offset + first)) }
  }

  private static let bus = [
    "BUS_I", "BUS_TYPE", "PD", "QD", "GS", "BS", "BUS_AREA", "VM", "VA", "BASE_KV", "ZONE", "VMAX", "VMIN", "LAM_P",
    "LAM_Q", "MU_VMAX", "MU_VMIN",
  ]
  private static let generator = [
    "GEN_BUS", "PG", "QG", "QMAX", "QMIN", "VG", "MBASE", "GEN_STATUS", "PMAX", "PMIN",
  ]
  private static let capability = numbered(
    [
      "PC1", "PC2", "QC1MIN", "QC1MAX", "QC2MIN", "QC2MAX", "RAMP_AGC", "RAMP_10", "RAMP_30", "RAMP_Q", "APF",
    ], from: 11)
  private static let branch = [
    "F_BUS", "T_BUS", "BR_R", "BR_X", "BR_B", "RATE_A", "RATE_B", "RATE_C", "TAP", "SHIFT", "BR_STATUS",
  ]
  private static let flows = numbered(["PF", "QF", "PT", "QT", "MU_SF", "MU_ST"], from: 14)
  private static let cost = ["MODEL", "STARTUP", "SHUTDOWN", "NCOST", "COST"]
  private static let hvdcLine = [
    "F_BUS", "T_BUS", "BR_STATUS", "PF", "PT", "QF", "QT", "VF", "VT", "PMIN", "PMAX", "QMINF", "QMAXF", "QMINT",
    "QMAXT", "LOSS0", "LOSS1", "MU_PMIN", "MU_PMAX", "MU_QMINF", "MU_QMAXF", "MU_QMINT", "MU_QMAXT",
  ]
}
