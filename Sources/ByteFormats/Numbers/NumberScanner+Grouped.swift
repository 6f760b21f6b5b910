extension NumberScanner {
  /// The number in `range`, written with a mark between thousands and a decimal mark of its own, or nil.
  ///
  /// Groups must be whole, so that a decimal comma is never taken for a mark of thousands.
  ///
  ///     double("1,234.5", thousands: ",", decimalMark: ".")  // 1234.5
  ///     double("1.234,5", thousands: ".", decimalMark: ",")  // 1234.5
  ///     double("1,5", thousands: ",", decimalMark: ".")      // nil
  ///
  /// - Parameters:
  ///   - thousands: The mark that may stand between groups of three digits before the decimal mark; nil for none.
  ///   - decimalMark: The mark before the fraction.
  package static func double(
    _ bytes: Span<UInt8>, _ range: ByteRange, thousands: UInt8?, decimalMark: UInt8
  ) -> Double? {
    let number = bytes.trimmed(range)
    guard number.count <= 400 else { return nil }
    var plain: [UInt8] = []
    plain.reserveCapacity(number.count)
    var groups = Groups()
    var isWhole = true
    for offset in number.start..<number.end {
      let byte = bytes[offset]
      if isWhole, byte == thousands {
        guard groups.close() else { return nil }
      } else if isWhole, byte == decimalMark {
        isWhole = false
        plain.append(UInt8(ascii: "."))
      } else if byte == UInt8(ascii: ".") {
        return nil
      } else {
        if !byte.isDigit {
          isWhole = plain.isEmpty
        } else if isWhole {
          groups.digits &+= 1
        }
        plain.append(byte)
      }
    }
    guard groups.isComplete else { return nil }
    return double(plain.span, ByteRange(0, plain.count))
  }

  /// The groups of digits seen so far before the decimal mark.
  private struct Groups {
    var count = 0
    var digits = 0

    /// Ends the present group at a mark; false when the group is not whole.
    mutating func close() -> Bool {
      guard count == 0 ? (1...3).contains(digits) : digits == 3 else { return false }
      count &+= 1
      digits = 0
      return true
    }

    /// Whether the last group may stand before the decimal mark or the end.
    var isComplete: Bool { count == 0 || digits == 3 }
  }
}
