// swift-tools-version: 6.2

import PackageDescription

// Coverage-guided fuzzing of everything that parses bytes:
//   swift build -c release --sanitize fuzzer --package-path Tests/Fuzz
//   Tests/Fuzz/.build/release/FuzzRegistry -max_total_time=60 CORPUS </dev/null
//   Tests/Fuzz/.build/release/FuzzNetworks -max_total_time=60 CORPUS </dev/null
let package = Package(
  name: "carbon254-fuzz",
  dependencies: [.package(name: "carbon254", path: "../..")],
  targets: [
    .executableTarget(name: "FuzzRegistry", dependencies: [.product(name: "MarketData", package: "carbon254")]),
    .executableTarget(
      name: "FuzzNetworks",
      dependencies: [
        .product(name: "Nodal", package: "carbon254"), .product(name: "MarketData", package: "carbon254"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
