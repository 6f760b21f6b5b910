import Nodal
import Testing

@Suite struct NetworkCostTests {
  @Test func `a polynomial counts from the constant on`() {
    let cost = Network.Cost.polynomial([100, 20, 0.05])
    #expect(cost.value(at: 10) == 305)
    #expect(cost.marginal(at: 10) == 21)
    #expect(cost.degree == 2)
    #expect(cost.isConvex())
    #expect(Network.Cost.zero.value(at: 5) == 0)
    #expect(Network.Cost.linear(30, constant: 7).value(at: 2) == 67)
    #expect(Network.Cost.polynomial([1, 2, 0]).degree == 1)
  }

  @Test func `a cubic is convex where its second derivative is not negative`() {
    let cost = Network.Cost.polynomial([0, 0, 1, -0.1])  // second derivative 2 - 0.6 P
    #expect(cost.isConvex(within: .init(0, 3)))
    #expect(!cost.isConvex(within: .init(0, 4)))
    #expect(!cost.isConvex())
    #expect(!Network.Cost.polynomial([0, 0, -1]).isConvex(within: .init(0, 1)))
    #expect(Network.Cost.polynomial([0, 0, 0, 0, 1]).isConvex())
    #expect(!Network.Cost.polynomial([0, 0, 0, 0, 0, 1]).isConvex())
    #expect(Network.Cost.polynomial([0, 0, 0, 0, 0, 1]).isConvex(within: .init(0, 10)))
  }

  @Test func `a piecewise cost goes on straight beyond its ends`() {
    let cost = Network.Cost.piecewise([.init(0, 0), .init(100, 2500), .init(200, 5500), .init(250, 7250)])
    #expect(cost.value(at: 150) == 4000)
    #expect(cost.value(at: 300) == 9000)
    #expect(cost.value(at: -10) == -250)
    #expect(cost.marginal(at: 100) == 25)
    #expect(cost.marginal(at: 101) == 30)
    #expect(cost.isConvex())
    #expect(!Network.Cost.piecewise([.init(0, 0), .init(10, 100), .init(20, 150)]).isConvex())
    // A slope may fall by what rounding to a few digits does, and no more.
    #expect(Network.Cost.piecewise([.init(0, 0), .init(1, 8.10352), .init(2, 16.20697)]).isConvex())
    #expect(!Network.Cost.piecewise([.init(0, 0), .init(1, 8.1035), .init(2, 16.2069)]).isConvex())
    #expect(!Network.Cost.piecewise([.init(0, 0), .init(0, 100), .init(20, 150)]).isConvex())
  }

  @Test func `what lies beyond the bounds does not bend a piecewise cost`() {
    let cost = Network.Cost.piecewise([.init(0, 0), .init(10, 100), .init(20, 150), .init(30, 250), .init(30, 900)])
    #expect(!cost.isConvex())
    #expect(cost.isConvex(within: .init(10, 29)))
    #expect(cost.isConvex(within: .init(0, 10)))
    #expect(cost.isConvex(within: .init(50, 60)))
    #expect(!cost.isConvex(within: .init(5, 15)))
    #expect(!cost.isConvex(within: .init(10, 30)))
    #expect(!Network.Cost.piecewise([.init(5, 0), .init(3, 1)]).isConvex(within: .init(8, 9)))
  }

  @Test func `equal points count once, and points that all are equal are a constant`() {
    let cost = Network.Cost.piecewise([.init(7, 897), .init(7, 897), .init(9, 1479), .init(10, 1791)])
    #expect(cost.isConvex())
    #expect(cost.value(at: 8) == 1188)
    let constant = Network.Cost.piecewise([.init(0, 10), .init(0, 10)])
    #expect(constant.value(at: 5) == 10)
    #expect(constant.marginal(at: 5) == 0)
    #expect(constant.isConvex())
  }
}
