import MarketData
import Testing

/// Vectors of FIPS 180-4 (NIST, "Examples with Intermediate Values") and of the empty message.
@Suite struct SHA256DigestTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func matchesPublishedVectors(message: String, digest: String) {
    #expect(SHA256Digest(hashing: Array(message.utf8)).description == digest)
  }

  @Test func paddingAroundBlockBoundariesIsDistinct() {
    let digests = (54...66).map { SHA256Digest(hashing: [UInt8](repeating: 0x61, count: $0)) }
    #expect(Set(digests).count == digests.count)
    // 64 times "a": sha256sum of GNU coreutils.
    let sixtyFour = SHA256Digest(hashing: [UInt8](repeating: 0x61, count: 64))
    #expect(sixtyFour.description == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb")
  }

  @Test func bytesRoundTrip() {
    let digest = SHA256Digest(hashing: [1, 2, 3])
    #expect(SHA256Digest(bytes: digest.bytes) == digest)
    #expect(SHA256Digest(bytes: [1, 2, 3]) == nil)
  }
}
