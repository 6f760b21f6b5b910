import Testing

/// The Kolmogorov-Smirnov statistic, scaled by the root of the sample's size: above 1.95 with probability 0.001.
func kolmogorovSmirnov(_ sample: [Double], _ cumulative: (Double) -> Double) -> Double {
  let n = Double(sample.count)
  var largest = 0.0
  for (index, x) in sample.sorted().enumerated() {
    let p = cumulative(x)
    largest = max(largest, p - Double(index) / n, Double(index + 1) / n - p)
  }
  return largest * n.squareRoot()
}

/// Chi-square of counts against expectations, less its mean, over its standard deviation.
func chiSquareDeviation(_ counts: [Int], _ expected: [Double]) -> Double {
  let statistic = zip(counts, expected).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) / $1.1 }
  let degrees = Double(counts.count - 1)
  return (statistic - degrees) / (2 * degrees).squareRoot()
}
