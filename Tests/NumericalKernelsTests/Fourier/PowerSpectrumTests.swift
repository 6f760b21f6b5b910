import Foundation
import NumericalKernels
import Testing

@Suite struct PowerSpectrumTests {
  @Test func agreesWithSciPy() throws {
    let x = pseudoSignal(1000)
    let spectra = [
      "boxcar": try PowerSpectrum.periodogram(x, rate: 24),
      "hann": try PowerSpectrum.welch(x, rate: 24, segment: 128),
      "hamming": try PowerSpectrum.welch(x, rate: 24, segment: 99, overlap: 33, window: .hamming),
      "blackman": try PowerSpectrum.welch(x, rate: 24, segment: 200, window: .blackman, detrending: .line),
    ]
    for row in try NumberTable("fourier").rows {
      guard let spectrum = spectra[String(row[0])] else { continue }
      let index = try #require(Int(row[2]))
      let frequency = try #require(Double(row[3]))
      let density = try #require(Double(row[4]))
      #expect(spectrum.density.count == Int(row[1]))
      #expect(abs(spectrum.frequencies[index] - frequency) <= 1e-15 * frequency)
      #expect(abs(spectrum.density[index] - density) <= 1e-13 * density + 1e-18, "\(row)")
    }
  }

  @Test func densityIntegratesToTheVariance() throws {
    let x = pseudoSignal(999)
    let mean = x.reduce(0, +) / 999
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 999
    let spectrum = try PowerSpectrum.periodogram(x, rate: 10)
    #expect(abs(spectrum.density.reduce(0, +) * spectrum.frequencies[1] / variance - 1) < 1e-13)
  }

  @Test func dailyAndWeeklyCyclesAreFound() throws {
    let noise = pseudoSignal(8760)
    let x = (0..<8760).map { hour in
      let t = 2 * Double.pi * Double(hour)
      return 40 + 10 * sin(t / 24 + 0.3) + 4 * cos(t / 168) + 2 * sin(t / 12) + noise[hour] + 0.001 * Double(hour)
    }
    let cycles = try PowerSpectrum.periodogram(x, window: .hann, detrending: .line).dominantCycles(limit: 3)
    #expect(cycles.count == 3)
    for (cycle, expected) in zip(cycles, [24.0, 168, 12]) {
      #expect(abs(cycle.period / expected - 1) < 2e-3, "\(cycle)")
    }
    #expect(cycles[0].share > 0.75 && cycles[0].share < 0.85)
    #expect(cycles[0].share > cycles[1].share && cycles[1].share > cycles[2].share)
  }

  @Test func degenerateSignals() throws {
    #expect(try PowerSpectrum.periodogram([5]).density == [0])
    let constant = try PowerSpectrum.periodogram([Double](repeating: 3, count: 64))
    #expect(constant.density.allSatisfy { $0 == 0 })
    #expect(constant.dominantCycles().isEmpty)
    #expect(throws: NumericalError.self) { try PowerSpectrum.periodogram([]) }
    #expect(throws: NumericalError(.notFinite, "sample inf", index: 1)) {
      try PowerSpectrum.periodogram([1, .infinity, 2])
    }
    #expect(throws: NumericalError.self) { try PowerSpectrum.periodogram([1, 2], rate: 0) }
    #expect(throws: NumericalError.self) { try PowerSpectrum.welch([1, 2, 3], segment: 4) }
    #expect(throws: NumericalError.self) { try PowerSpectrum.welch([1, 2, 3], segment: 2, overlap: 2) }
    #expect(throws: NumericalError.self) { try PowerSpectrum.welch([1, 2, 3], segment: 0) }
    #expect(throws: NumericalError.self) { try PowerSpectrum.welch([1, 2, 3], segment: 1, window: .hann) }
  }

  @Test func convolutionsByEitherWayAgree() throws {
    let (a, b) = (pseudoSignal(300), Array(pseudoSignal(500).reversed()))
    let long = try Convolution.linear(a, b)
    for row in try NumberTable("fourier").rows where row[0] == "convolution" {
      let index = try #require(Int(row[2]))
      #expect(long.count == Int(row[1]))
      #expect(abs(long[index] - (try #require(Double(row[3])))) < 2e-14)
    }
    #expect(try Convolution.linear([1, 2, 3], [0, 1, 0.5]) == [0, 1, 2.5, 4, 1.5])
    #expect(try Convolution.linear([], [1]).isEmpty)
    let swapped = try Convolution.linear(b, a)
    #expect(zip(long, swapped).allSatisfy { abs($0 - $1) < 1e-14 })
  }
}
