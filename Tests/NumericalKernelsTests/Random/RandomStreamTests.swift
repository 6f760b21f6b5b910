import Testing

@testable import NumericalKernels

@Suite struct RandomStreamTests {
  /// The known answers of Random123 1.14 (kat_vectors), philox4x32 with 10 rounds.
  @Test func philoxGivesTheKnownAnswers() {
    #expect(
      Philox4x32.block(counter: [0, 0, 0, 0], key: [0, 0]) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    let ones = UInt32.max
    #expect(
      Philox4x32.block(counter: [ones, ones, ones, ones], key: [ones, ones])
        == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    #expect(
      Philox4x32.block(
        counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], key: [0xa409_3822, 0x299f_31d0])
        == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  @Test func wordsStandWhereTheLayoutSays() {
    // Counter and key of the third known answer: path, block and seed with their low halves first.
    var stream = RandomStream(
      seed: 0x299f_31d0_a409_3822, path: 0x0370_7344_1319_8a2e, position: 2 &* 0x85a3_08d3_243f_6a88)
    #expect(stream.position == 0x0b46_11a6_487e_d510)
    stream = RandomStream(seed: 0x299f_31d0_a409_3822, path: 0x0370_7344_1319_8a2e, position: 0)
    let first = Philox4x32.block(
      counter: [0, 0, 0x1319_8a2e, 0x0370_7344], key: [0xa409_3822, 0x299f_31d0])
    #expect(stream.next() == UInt64(first[1]) << 32 | UInt64(first[0]))
    #expect(stream.next() == UInt64(first[3]) << 32 | UInt64(first[2]))
    let zero = RandomStream(seed: 0, path: 0)
    var copy = zero
    #expect(copy.next() == 0xe169_c58d_6627_e8d5)
    #expect(copy.next() == 0x9b00_dbd8_bc57_ac4c)
    #expect(copy.position == 2)
  }

  @Test(arguments: [0, 1, 2, 255, 256, 257, 1021]) func fillingGivesTheNumbersOfSingleCalls(_ count: Int) {
    for start: UInt64 in [0, 1, 7, (1 << 33) - 3, .max - 100] {
      let origin = RandomStream(seed: 0x1234_5678_9abc_def0, path: 0xfedc_ba98_7654_3210, position: start)
      var bulk = origin
      var single = origin
      var words = [UInt64](repeating: 0, count: count)
      var span = words.mutableSpan
      bulk.fillWords(&span)
      let sameWords = words == (0..<count).map { _ in single.next() }
      #expect(sameWords, "\(start)")
      #expect(bulk.position == start &+ UInt64(count))
      #expect(bulk == single)
      (bulk, single) = (origin, origin)
      let sameUniforms = bulk.uniforms(count) == (0..<count).map { _ in single.uniform() }
      #expect(sameUniforms, "\(start)")
      (bulk, single) = (origin, origin)
      let sameNormals = bulk.normals(count) == (0..<count).map { _ in single.normal() }
      #expect(sameNormals, "\(start)")
      let sameExponentials = bulk.exponentials(count) == (0..<count).map { _ in single.exponential() }
      #expect(sameExponentials)
    }
  }

  @Test func chunksOfAnySizeJoinToTheSameNumbers() {
    var whole = RandomStream(seed: 3, path: 9)
    let expected = whole.normals(2000)
    for sizes in [[2000], [1, 1999], [333, 334, 1333], [256, 256, 511, 977], [7, 8, 9, 10, 1966]] {
      var stream = RandomStream(seed: 3, path: 9)
      var joined: [Double] = []
      for (index, size) in sizes.enumerated() {
        if index % 2 == 0 {
          joined += stream.normals(size)
        } else {
          for _ in 0..<size { joined.append(stream.normal()) }
        }
      }
      let same = joined == expected
      #expect(same, "\(sizes)")
    }
  }

  @Test func jumpsLandOnTheWordThatWalkingReaches() {
    var walker = RandomStream(seed: 8, path: 1)
    var jumper = walker
    for target in [5, 6, 17, 100] as [UInt64] {
      while walker.position < target { _ = walker.next() }
      jumper.position = target
      #expect(jumper == walker)
      var (a, b) = (jumper, walker)
      #expect(a.next() == b.next())
    }
    // A jump in the middle of a block forgets the word kept from it.
    var stream = RandomStream(seed: 8, path: 1)
    let first = stream.next()
    stream.position = 0
    #expect(stream.next() == first)
  }

  @Test(arguments: [1, 2, 3, 8]) func pathsAreTheSameOnAnyNumberOfTasks(_ tasks: Int) async {
    func terminal(_ path: Int) -> Double {
      var stream = RandomStream(seed: 42, path: UInt64(path))
      return stream.normals(37).reduce(0, +)
    }
    let expected = (0..<100).map(terminal)
    let drawn = await withTaskGroup(of: [(Int, Double)].self, returning: [Double].self) { group in
      for task in 0..<tasks {
        group.addTask { stride(from: task, to: 100, by: tasks).map { ($0, terminal($0)) } }
      }
      var values = [Double](repeating: .nan, count: 100)
      for await part in group {
        for (path, value) in part { values[path] = value }
      }
      return values
    }
    #expect(drawn == expected)
  }

  @Test func pathsAndSeedsDiffer() {
    var words = Set<UInt64>()
    for seed: UInt64 in 0..<8 {
      for path: UInt64 in 0..<8 {
        var stream = RandomStream(seed: seed, path: path)
        for _ in 0..<8 { words.insert(stream.next()) }
      }
    }
    #expect(words.count == 512)
  }

  @Test func normalTailsHoldTheExactNumberOfWords() {
    // A normal rises with its word; count the words below -8 and -9 and hold them against 2^64 P(Z < -8) = 11,475.6
    // and 2^64 P(Z < -9) = 2.08 (mpmath): word k stands at k + 1/2.
    func words(below z: Double) -> UInt64 {
      var (low, high) = (UInt64(0), UInt64.max)
      while low < high {
        let middle = low + (high - low) / 2
        if RandomStream.normal(ofWord: middle) < z { low = middle + 1 } else { high = middle }
      }
      return low
    }
    #expect(words(below: -8) == 11_476)
    #expect(words(below: -9) == 2)
    for word: UInt64 in [0, 1, 12_345, 1 << 40, 1 << 63 - 1] {
      #expect(RandomStream.normal(ofWord: ~word) == -RandomStream.normal(ofWord: word))
    }
    #expect(RandomStream.normal(ofWord: 0) == VectorMath.normalQuantile(0x1p-65))
  }

  @Test func uniformsKeepToTheirIntervals() {
    var stream = RandomStream(seed: 1, path: 0)
    for _ in 0..<1000 {
      let u = stream.uniform()
      #expect(u >= 0 && u < 1)
      let v = stream.positiveUniform()
      #expect(v > 0 && v <= 1)
    }
  }

  @Test func standardLibraryTakesItAsGenerator() {
    var stream = RandomStream(seed: 5, path: 5)
    var again = RandomStream(seed: 5, path: 5)
    #expect((1...20).shuffled(using: &stream) == (1...20).shuffled(using: &again))
  }
}
