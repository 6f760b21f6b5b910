extension LevenbergMarquardt {
  /// Writes the derivatives by differences, with steps that stay inside the bounds; returns the number of calls.
  func estimate<Failure: Error>(
    at point: [Double], _ start: StartingPoint, _ jacobian: inout Matrix, _ base: [Double],
    _ residuals: ([Double], inout MutableSpan<Double>) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    var shifted = point
    var ahead = base
    var behind = base
    var calls = 0
    for column in point.indices {
      let share = differences == .central ? 6.055_454_452_393_343e-6 : 1.490_116_119_384_765_6e-8
      let step = share * (point[column] == 0 ? 1 : abs(point[column]))
      let up = start.clamp(point[column] + step, column)
      let down = start.clamp(point[column] - step, column)
      shifted[column] = up > point[column] ? up : down
      var width = shifted[column] - point[column]
      if width != 0 {
        var span = ahead.mutableSpan
        try residuals(shifted, &span)
        calls += 1
      }
      if differences == .central, up > point[column], down < point[column] {
        shifted[column] = down
        var span = behind.mutableSpan
        try residuals(shifted, &span)
        calls += 1
        width = up - down
      } else {
        behind = base
      }
      for row in base.indices { jacobian[row, column] = width == 0 ? 0 : (ahead[row] - behind[row]) / width }
      shifted[column] = point[column]
    }
    return calls
  }
}
