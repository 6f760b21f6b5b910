import Foundation
import NumericalKernels

/// The numerical kernels: arrays, factorisations, and a solve for every problem file in the folder `--problems`.
enum KernelBenchmarks {
  /// All of them, solves included where a folder of problems is given.
  static func all(_ settings: Settings) -> [Benchmark] {
    arrays + problems(in: settings.problemFolder)
  }

  private static let million = 1_000_000

  private static let arrays = [
    Benchmark(name: "normals", unit: "number") { _ in
      let chunk = 100_000
      return (
        500 * chunk,
        {
          var stream = RandomStream(seed: 7, path: 0)
          var numbers = [Double](repeating: 0, count: chunk)
          for _ in 0..<500 {
            var span = numbers.mutableSpan
            stream.fillNormals(&span)
          }
          return Int(numbers[0])
        }
      )
    },
    overArray("exp", repeats: 20, from: -10, to: 10) { try VectorMath.exp($0, into: &$1) },
    overArray("log", repeats: 20, from: 1e-3, to: 1e3) { try VectorMath.log($0, into: &$1) },
    overArray("normal-cdf", repeats: 5, from: -10, to: 10) { try VectorMath.normalCDF($0, into: &$1) },
    overArray("normal-quantile", repeats: 5, from: 0, to: 1) { try VectorMath.normalQuantile($0, into: &$1) },
  ]

  /// A function of a million uniform numbers; figures are of one pass.
  private static func overArray(
    _ name: String, repeats: Int, from least: Double, to most: Double,
    _ function: @escaping @Sendable (Span<Double>, inout MutableSpan<Double>) throws -> Void
  ) -> Benchmark {
    Benchmark(name: name, unit: "number", repeats: repeats) { _ in
      var stream = RandomStream(seed: 1, path: 0)
      let input = (0..<million).map { _ in least + (most - least) * stream.positiveUniform() }
      let output = Output(count: million)
      return (
        million,
        {
          for _ in 0..<repeats {
            try output.values.withUnsafeMutableBufferPointer {
              var span = $0.mutableSpan
              try function(input.span, &span)
            }
          }
          return Int(output.values[million / 2] * 16)
        }
      )
    }
  }

  /// Where results go, laid out before the clock runs, as the peers' are.
  private final class Output: @unchecked Sendable {
    var values: [Double]

    init(count: Int) {
      values = [Double](repeating: 0, count: count)
    }
  }

  private static func problems(in folder: String?) -> [Benchmark] {
    guard let folder, let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
    return files.filter { $0.hasSuffix(".txt") }.sorted().map { file in
      let url = URL(fileURLWithPath: folder).appendingPathComponent(file)
      let name = String(file.dropLast(4))
      switch name.prefix(while: { $0 != "-" }) {
      case "ldl": return factorisation(name, url)
      case "lu": return unsymmetricFactorisation(name, url)
      case "mip": return wholeNumbers(name, url)
      default: return solve(name, url)
      }
    }
  }

  /// Factors the hessian of a problem, the order of elimination included.
  private static func factorisation(_ name: String, _ url: URL) -> Benchmark {
    Benchmark(name: name, unit: "row") { _ in
      let matrix = try ProblemFile(contentsOf: url).hessian.upperTriangle
      return (
        matrix.columns,
        {
          let factors = try LDLFactors(SymbolicLDL(matrix), values: matrix.values)
          return factors.negativePivotCount
        }
      )
    }
  }

  /// The same, without use of its symmetry.
  private static func unsymmetricFactorisation(_ name: String, _ url: URL) -> Benchmark {
    Benchmark(name: name, unit: "row") { _ in
      let upper = try ProblemFile(contentsOf: url).hessian.upperTriangle
      let twiceTheDiagonal = try upper.adding(upper.transposed)
      let matrix = try twiceTheDiagonal.adding(SparseMatrix(diagonal: upper.diagonal.map { -$0 }))
      return (matrix.columns, { try SparseLU(matrix).lowerEntryCount })
    }
  }

  /// Branch and bound; the remark says what is wrong with the answer.
  private static func wholeNumbers(_ name: String, _ url: URL) -> Benchmark {
    Benchmark(
      name: name, unit: "variable",
      prepare: { _ in
        let file = try ProblemFile(contentsOf: url)
        let program = try MixedIntegerProgram(file.program(), integers: file.integers)
        return (program.relaxation.variableCount, { try program.solve().nodes })
      },
      remark: {
        let file = try ProblemFile(contentsOf: url)
        let solution = try MixedIntegerProgram(file.program(), integers: file.integers).solve()
        guard solution.status == .solved else { return "says \(solution.status)" }
        let error = abs(solution.objective - file.objective) / max(abs(file.objective), 1e-3)
        return error > 1e-6 ? String(format: "objective off by %.0e", error) : ""
      })
  }

  /// Solves a problem; the remark says what is wrong with the answer, by the rules that peers are held to.
  private static func solve(_ name: String, _ url: URL) -> Benchmark {
    Benchmark(
      name: name, unit: "variable",
      prepare: { _ in
        let program = try ProblemFile(contentsOf: url).program()
        return (program.variableCount, { try program.solve().iterations })
      },
      remark: {
        let file = try ProblemFile(contentsOf: url)
        let solution = try file.program().solve()
        let found: [ConvexSolution.Status: String] = [
          .solved: "optimal", .primalInfeasible: "infeasible", .dualInfeasible: "unbounded",
        ]
        let answer = found[solution.status]
        let certified = answer == "infeasible" || answer == "unbounded"
        guard answer == file.status || certified && file.status == "either" else { return "says \(solution.status)" }
        guard file.status == "optimal" else { return "" }
        let error = abs(solution.objective - file.objective) / max(abs(file.objective), 1e-3)
        var wrong: [String] = []
        if error > 1e-6 { wrong.append(String(format: "objective off by %.0e", error)) }
        if solution.residuals.primal > 1e-6 {
          wrong.append(String(format: "bounds left by %.0e", solution.residuals.primal))
        }
        return wrong.joined(separator: ", ")
      })
  }
}
