/// A square matrix whose elements away from the diagonal are zero, stored by its diagonals, with value semantics.
///
/// Storage is LAPACK's: column j holds the elements of rows j - upper ... j + lower, so `lower + upper + 1` numbers a
/// column whatever the order. Products by BLAS are equal to rounding across BLAS builds.
public struct BandMatrix: Hashable, Sendable {
  /// The number of rows and columns.
  public let order: Int
  /// The number of diagonals below the main one.
  public let lower: Int
  /// The number of diagonals above the main one.
  public let upper: Int
  /// Column after column, `lower + upper + 1` elements each; those outside the matrix are zero.
  var storage: [Double]

  var height: Int { lower + upper + 1 }

  /// Makes a matrix of zeros; no argument may be negative.
  public init(order: Int, lower: Int, upper: Int) {
    precondition(order >= 0 && lower >= 0 && upper >= 0, "a band matrix has no negative order or width")
    self.order = order
    self.lower = lower
    self.upper = upper
    storage = [Double](repeating: 0, count: order * (lower + upper + 1))
  }

  /// The element in a row and a column: zero outside the band, which cannot be set.
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < order && column >= 0 && column < order, "index out of range")
      let place = upper + row - column
      return place >= 0 && place < height ? storage[column * height + place] : 0
    }
    set {
      precondition(row >= 0 && row < order && column >= 0 && column < order, "index out of range")
      let place = upper + row - column
      precondition(place >= 0 && place < height, "index outside the band")
      storage[column * height + place] = newValue
    }
  }

  /// The product with a column vector, by BLAS.
  ///
  /// - Throws: `dimensionMismatch` unless the vector has an element for each column.
  /// - Complexity: O(order · (lower + upper + 1)).
  public static func * (matrix: BandMatrix, vector: [Double]) throws(NumericalError) -> [Double] {
    var product = [Double](repeating: 0, count: matrix.order)
    try LAPACK.gbmv(matrix, vector, &product)
    return product
  }

  /// The same matrix with every element in place.
  public var dense: Matrix {
    Matrix(rows: order, columns: order) { self[$0, $1] }
  }

  /// The largest sum of magnitudes in a column.
  var oneNorm: Double {
    var largest = 0.0
    for j in 0..<order {
      largest = max(largest, storage[j * height..<(j + 1) * height].reduce(0) { $0 + abs($1) })
    }
    return largest
  }
}
