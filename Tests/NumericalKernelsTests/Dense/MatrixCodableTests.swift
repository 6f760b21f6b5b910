import Foundation
import NumericalKernels
import Testing

@Suite struct MatrixCodableTests {
  @Test func matricesGoThroughJSON() throws {
    for matrix in [try Matrix([[1, 2, 3], [4, 5, 6]]), Matrix(rows: 0, columns: 2), Matrix(rows: 3, columns: 0)] {
      #expect(try JSONDecoder().decode(Matrix.self, from: JSONEncoder().encode(matrix)) == matrix)
    }
  }

  @Test(arguments: [
    #"{"rows":2,"columns":2,"values":[1,2,3]}"#, #"{"rows":-1,"columns":-1,"values":[1]}"#,
    #"{"rows":9223372036854775807,"columns":9223372036854775807,"values":[1]}"#, #"{"rows":1,"values":[1]}"#,
  ])
  func shapesThatDoNotFitAreRefused(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Matrix.self, from: Data(text.utf8)) }
  }
}
