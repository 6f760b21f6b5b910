import Foundation
import Testing
import Valuation

/// Published hard cases; every root by mpmath at 60 digits from the companion matrix, or in a bracket.
@Suite struct InternalRatesTests {
  static let periodic: [(name: String, amounts: [Double], rates: [Double])] = [
    ("numpy-financial", [-150_000, 15_000, 25_000, 35_000, 45_000, 60_000], [0.052432888859414102957]),
    ("numpy-financial", [-100, 0, 0, 74], [-0.095495830348972519838]),
    ("numpy-financial", [-100, 39, 59, 55, 20], [0.28094842115996110458]),
    ("numpy-financial", [-100, 100, 0, -7], [-0.67889437363238651773, -0.083299666184932686484]),
    ("numpy-financial", [-100, 100, 0, 7], [0.062058485629929459869]),
    (
      "numpy-financial", [-5, 10.5, 1, -8, 1],
      [-0.87020124748474117853, 0.08859833852775534567, 0.70955952768618357115]
    ),
    (
      "numpy-financial, zeros behind", [-5, 10.5, 1, -8, 1, 0, 0, 0],
      [-0.87020124748474117853, 0.08859833852775534567, 0.70955952768618357115]
    ),
    ("numpy-financial", [-40_000, 5000, 8000, 12_000, 30_000], [0.10582259840890166303]),
    ("spreadsheet", [-70_000, 12_000, 15_000, 18_000, 21_000, 26_000], [0.086630948036531614293]),
    ("two", [100, -230, 132], [0.1, 0.2]),
    ("three", [-1000, 3600, -4310, 1716], [0.1, 0.2, 0.3]),
    ("none", [1, 2, 3], []), ("none", [-1, -2, -3], []), ("none", [0, 0], []), ("none", [5], []),
    ("none though signs change", [1, -1, 1], []),
    (
      "numpy-financial 28", [-50, -100, 600, 300, -100], [-0.76889547068078064433, 1.8544178284561779286]
    ),
    (
      "numpy-financial 39",
      [
        -217500.0, -217500.0, 108466.80462450592, 101129.96439328062, 93793.12416205535, 86456.28393083003,
        79119.44369960476, 71782.60346837944, 64445.76323715414, 57108.92300592884, 49772.08277470355,
        42435.24254347826,
        35098.40231225296, 27761.56208102766, 20424.721849802358, 13087.88161857707, 5751.041387351768,
        -1585.7988438735192, -8922.639075098821, -16259.479306324123, -23596.31953754941, -30933.159768774713, -38270.0,
        -45606.8402312253, -52943.680462450604, -60280.520693675906, -67617.36092490121,
      ], [-0.018096786473963785936, 0.12000000000000101454]
    ),
    (
      "numpy-financial 44", [-1678.87, 771.96, 1814.05, 3520.30, 3552.95, 3584.99, -1],
      [-0.99972113628529135733, 0.96887754702092618266]
    ),
    (
      "numpy-financial 44", [-1678.87, 771.96, 1814.05, 3520.30, 3552.95, 3584.99, 4789.91, -1],
      [-0.99979126042832838031, 1.0042698487205579659]
    ),
    ("numpy-financial 98", [-10_000] + [Double](repeating: 327.24625, count: 16), [-0.067654113449686656177]),
    ("pyxirr 20", [Double](repeating: 87.17, count: 12) + [-86.43], [-0.50207326422639672554]),
    ("pyxirr 24", [-172545.848122807] + [Double](repeating: 787.735232517999, count: 480), [0.0038401048125704159655]),
    (
      "pyxirr 56",
      [
        0, -54163.55222425675, -15411.724067521238, 11824.611799779348, 13831.220768857136, 24713.445277451923,
        42399.405170720645, 32779.24733697434, 29832.522397937253, 21750.50072725094, 20140.886499523196,
        18357.799360554745, 10074.662845544659,
      ], [0.23546137446590200446]
    ),
    (
      "better/irr 1",
      [-13897.515699392789] + [Double](repeating: 678.69417667002108, count: 19) + [-426.40303828879155],
      [-0.61414879902341403881, -0.010997532542226029234]
    ),
    (
      "numpy-financial 15",
      [
        -3000.0, 2.3926932267015667e-07, 4.1672087103345505e-16, 5.3965110036378706e-25, 5.1962551071806174e-34,
        3.7202955645436402e-43, 1.9804961711632469e-52, 7.8393517651814181e-62, 2.3072565113911438e-71,
        5.0491839233308912e-81, 8.2159177668499263e-91, 9.9403244366963527e-101, 8.942410813633967e-111,
        5.9816122646481191e-121, 2.9750309031844241e-131, 1.1002067043497954e-141, 3.0252876563518021e-152,
        6.1854121948207909e-163, 9.4032980015353301e-174, 1.0629218520017728e-184, 8.9337141847171845e-196,
        5.5830607698467935e-207, 2.5943122036622652e-218, 8.9635842466507006e-230, 2.3027710094332358e-241,
        4.3987510596745562e-253, 6.2476630372575209e-265, 6.598046841695288e-277, 5.1811095266842017e-289,
        3.0250999925830644e-301, 1.3133070599585015e-160 * 1e-153,
      ], [-0.99999999905960688031]
    ),
  ]

  @Test(arguments: periodic.indices) func everyRootOfThePublishedCases(index: Int) throws {
    let (name, amounts, expected) = Self.periodic[index]
    let found = try FlowSchedule(periodic: amounts).internalRates()
    #expect(found.rates.count == expected.count, "\(name): \(found.rates)")
    for (rate, root) in zip(found.rates, expected) {
      // Clustered roots are as good as their distance allows.
      #expect(
        abs(rate.rate - root) <= 4e-14 * max(1 + root, name == "three" || name == "two" ? 1 : 0.1),
        "\(name): \(rate.rate)")
      #expect(!rate.isTouching)
    }
    #expect(found.unique == (expected.count == 1 ? found.rates[0].rate : nil))
    #expect(found.signChanges >= expected.count && (found.signChanges - expected.count).isMultiple(of: 2))
    // Paying what was received has the same rates.
    let reversed = try FlowSchedule(periodic: amounts.map { -$0 }).internalRates()
    #expect(reversed.rates == found.rates)
  }

  @Test func doubleAndTripleRootsAreReportedOnce() throws {
    // 100 (1 - 1.1 v)²: touches zero at 10 %.
    let touching = try FlowSchedule(periodic: [100, -220, 121]).internalRates()
    #expect(touching.rates.count == 1 && touching.rates[0].isTouching)
    #expect(abs((touching.unique ?? 0) - 0.1) < 1e-7)
    // (1 - 1.1 v)³: crosses.
    let triple = try FlowSchedule(periodic: [1000, -3300, 3630, -1331]).internalRates()
    #expect(triple.rates.count == 1 && !triple.rates[0].isTouching)
    // A double root beside a single one: (1 - 1.1 v)² (1 - 1.5 v).
    let mixed = try FlowSchedule(periodic: [100, -370, 451, -181.5]).internalRates()
    #expect(mixed.rates.map(\.isTouching) == [true, false])
    #expect(abs(mixed.rates[0].rate - 0.1) < 1e-7 && abs(mixed.rates[1].rate - 0.5) < 1e-12)
    #expect(abs((triple.unique ?? 0) - 0.1) < 1e-4)
  }

  @Test func wilkinsonsSixRoots() throws {
    // Π (1 - (1 + r) v) for r = 5, 15, ..., 55 %: six sign changes, six roots.
    var amounts = [1000.0]
    let rates = stride(from: 0.05, to: 0.6, by: 0.1).map { $0 }
    for rate in rates {
      var next = amounts + [0]
      for (index, amount) in amounts.enumerated() { next[index + 1] -= (1 + rate) * amount }
      amounts = next
    }
    let found = try FlowSchedule(periodic: amounts).internalRates()
    #expect(found.signChanges == 6 && found.rates.count == 6)
    for (rate, expected) in zip(found.rates, rates) { #expect(abs(rate.rate - expected) < 1e-9) }
    #expect(abs((found.nearest(to: 0.3) ?? 0) - 0.25) < 1e-9 || abs((found.nearest(to: 0.3) ?? 0) - 0.35) < 1e-9)
  }

  @Test func randomSchedulesAgainstAFineGrid() throws {
    var random = SeededNormals(seed: 9)
    for _ in 0..<60 {
      let count = 3 + Int(random.uniform() * 10)
      let times = (0..<count).map { _ in (random.uniform() * 2000).rounded() / 365 }
      let schedule = try FlowSchedule(times: times, amounts: random.normals(count))
      let found = schedule.internalRates()
      for rate in found.rates where abs(rate.continuousRate) < 100 {
        var (value, size) = (0.0, 0.0)
        for (time, amount) in zip(schedule.times, schedule.amounts) {
          let term = amount * exp(-time * rate.continuousRate)
          value += term
          size += abs(term)
        }
        #expect(abs(value) <= 1e-12 * size)
      }
      // Every sign change on a grid of continuous rates is accounted for.
      var changes = 0
      var before = 0.0
      for step in -1500...1500 {
        let z = Double(step) / 100
        let value = zip(schedule.times, schedule.amounts).reduce(0) { $0 + $1.1 * exp(-$1.0 * z) }
        if before * value < 0 { changes += 1 }
        before = value
      }
      let inside = found.rates.count { !$0.isTouching && abs($0.continuousRate) < 15 }
      #expect(inside >= changes && (inside - changes).isMultiple(of: 2))
      #expect(found.rates.count <= found.signChanges)
    }
  }

  @Test func manySignChangesTakeBoundedTime() throws {
    let alternating = try FlowSchedule(periodic: (0..<120).map { $0.isMultiple(of: 2) ? 1.0 : -1.5 })
    let found = alternating.internalRates()
    #expect(found.signChanges == 119)
    #expect(!found.rates.isEmpty)
  }

  @Test func ratesBeyondADoubleKeepTheirContinuousForm() throws {
    // A gain of 10,000 times in a day, and all but everything lost in one.
    let gain = try FlowSchedule(times: [0, 1.0 / 365], amounts: [-1, 1e4]).internalRates()
    #expect(gain.rates.count == 1 && gain.rates[0].rate == .infinity)
    #expect(abs(gain.rates[0].continuousRate - 365 * log(1e4)) < 1e-9)
    let loss = try FlowSchedule(times: [0, 1.0 / 365], amounts: [-1, 1e-4]).internalRates()
    #expect(loss.rates[0].rate == -1 && abs(loss.rates[0].continuousRate + 365 * log(1e4)) < 1e-9)
  }
}
