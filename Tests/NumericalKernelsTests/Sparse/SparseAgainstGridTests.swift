import Foundation
import NumericalKernels
import Testing

/// Susceptance matrices of real transmission grids (MATPOWER case files), against SuiteSparse: the fill of AMD and, for
/// 9,241 buses, the inertia that sixteen negative reactances bring.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["CAPTURES_DIR"] != nil))
struct SparseAgainstGridTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let size: Int
    /// The entries of L, diagonal included, with SuiteSparse AMD.
    let fill: Int
    let negative: Int
    var testDescription: String { file }
  }

  static let cases = [
    Case(file: "case118.m", size: 117, fill: 371, negative: 0),
    Case(file: "case2869pegase.m.gz", size: 2868, fill: 9_885, negative: 0),
    Case(file: "case9241pegase.m.gz", size: 9240, fill: 37_219, negative: 16),
  ]

  @Test(arguments: cases)
  func fillInertiaAndSolutionsAreRight(grid: Case) throws {
    let matrix = try susceptances(grid.file)
    #expect(matrix.rows == grid.size)
    let upper = matrix.upperTriangle
    let symbolic = try SymbolicLDL(upper)
    #expect(Double(symbolic.lowerEntryCount + grid.size) < 1.001 * Double(grid.fill) + 1)
    var factors = try LDLFactors(symbolic, values: upper.values)
    #expect(factors.negativePivotCount == grid.negative)
    var generator = SparseCases.Generator(7)
    let exact = generator.vector(grid.size)
    let b = try matrix.multiplied(by: exact)
    var x = b
    let refinement = try factors.solve(b, into: &x, refiningAgainst: upper.values)
    let scale = b.reduce(0) { max($0, abs($1)) }
    #expect(refinement.residual < 1e-15 * scale)
    #expect(SparseCases.distance(x, exact) < 1e-10)
    let general = try SparseLU(matrix)
    #expect(SparseCases.distance(try general.solve(b), exact) < 1e-9)
    #expect(Double(general.lowerEntryCount) < 1.05 * Double(symbolic.lowerEntryCount))
  }

  /// The matrix Cᵀ diag(1 / (x · tap)) C without the reference bus.
  private func susceptances(_ file: String) throws -> SparseMatrix {
    let folder = try #require(ProcessInfo.processInfo.environment["CAPTURES_DIR"])
    let text = try read("\(folder)/grid/matpower/\(file)")
    let buses = table("bus", in: text).filter { $0[1] != 4 }
    let reference = try #require(buses.firstIndex { $0[1] == 3 })
    var position: [Int: Int] = [:]
    for (k, bus) in buses.enumerated() where k != reference { position[Int(bus[0])] = k < reference ? k : k - 1 }
    let known = Set(buses.map { Int($0[0]) })
    var rows: [Int] = []
    var columns: [Int] = []
    var values: [Double] = []
    for branch in table("branch", in: text) where branch[10] > 0 {
      guard known.contains(Int(branch[0])), known.contains(Int(branch[1])) else { continue }
      let b = 1 / (branch[3] * (branch[8] == 0 ? 1 : branch[8]))
      let ends = (position[Int(branch[0])], position[Int(branch[1])])
      for (i, j, sign) in [(ends.0, ends.0, 1.0), (ends.1, ends.1, 1), (ends.0, ends.1, -1), (ends.1, ends.0, -1)] {
        guard let i, let j else { continue }
        rows.append(i)
        columns.append(j)
        values.append(sign * b)
      }
    }
    let n = buses.count - 1
    return try SparseMatrix(rows: n, columns: n, rowIndices: rows, columnIndices: columns, values: values)
  }

  private func read(_ path: String) throws -> String {
    guard path.hasSuffix(".gz") else { return try String(contentsOfFile: path, encoding: .utf8) }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/gzip")
    process.arguments = ["-dc", path]
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try #require(String(data: data, encoding: .utf8))
  }

  private func table(_ name: String, in text: String) -> [[Double]] {
    guard let start = text.range(of: "mpc.\(name) = [") else { return [] }
    let end = text.range(of: "];", range: start.upperBound..<text.endIndex)?.lowerBound ?? text.endIndex
    return text[start.upperBound..<end].utf8.split(separator: UInt8(ascii: ";")).compactMap { row in
      let fields = row.split { $0 == 9 || $0 == 10 || $0 == 13 || $0 == 32 }
      let numbers = fields.compactMap { Double(Substring($0)) }
      return numbers.isEmpty ? nil : numbers
    }
  }
}
