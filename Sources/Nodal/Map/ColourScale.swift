/// Colours from dark to light that keep their order in grey and for colour-blind eyes.
///
/// Source: S. van der Walt, N. Smith, the map "viridis" (2015), at ten points.
enum ColourScale {
  static let stops: [(Double, Double, Double)] = [
    (68, 1, 84), (72, 40, 120), (62, 73, 137), (49, 104, 142), (38, 130, 142), (31, 158, 137), (53, 183, 121),
    (110, 206, 88), (181, 222, 43), (253, 231, 37),
  ]

  /// The colour of a share from 0 to 1, as `#rrggbb`.
  static func colour(_ share: Double) -> String {
    let position = min(max(share.isNaN ? 0.5 : share, 0), 1) * Double(stops.count - 1)
    let lower = min(stops.count - 2, Int(position))
    let rest = position - Double(lower)
    let (a, b) = (stops[lower], stops[lower + 1])
    return "#" + [(a.0, b.0), (a.1, b.1), (a.2, b.2)].map { hex($0 + rest * ($1 - $0)) }.joined()
  }

  private static func hex(_ value: Double) -> String {
    let digits = String(Int(value.rounded()), radix: 16)
    return digits.count < 2 ? "0" + digits : digits
  }
}

/// Numbers and names in SVG.
enum SVGText {
  /// A number with one decimal at most, or two.
  static func number(_ value: Double, decimals: Int = 1) -> String {
    let scale = decimals == 1 ? 10.0 : decimals == 2 ? 100 : 1
    let rounded = (value * scale).rounded() / scale
    if abs(rounded) < 1e15, rounded == rounded.rounded() { return "\(Int(rounded))" }
    return "\(rounded)"
  }

  /// Text without characters that mean something to XML, or nothing at all.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}": continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
