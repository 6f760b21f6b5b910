/// A Gauss rule inside a Kronrod rule on [-1, 1]: nodes from the outermost to 0, odd places belonging to the Gauss rule.
struct KronrodPair: Sendable {
  let nodes: [Double]
  let kronrodWeights: [Double]
  /// Weights at the Gauss nodes, from the outermost.
  let gaussWeights: [Double]

  struct Panel {
    let lower: Double
    let upper: Double
    let value: Double
    let error: Double
    /// Whether rounding or the spacing of numbers forbids a better estimate.
    let isExhausted: Bool
  }

  /// The integral over one panel and QUADPACK's error estimate.
  func apply(_ lower: Double, _ upper: Double, _ f: (Double) -> Double) -> Panel {
    let half = 0.5 * (upper - lower)
    let centre = lower + half
    let last = nodes.count - 1
    let atCentre = f(centre)
    var gauss = last % 2 == 1 ? gaussWeights[last / 2] * atCentre : 0
    var kronrod = kronrodWeights[last] * atCentre
    var absolute = abs(kronrod)
    var samples: [(Double, Double)] = []
    samples.reserveCapacity(last)
    for i in 0..<last {
      let offset = half * nodes[i]
      let (below, above) = (f(centre - offset), f(centre + offset))
      samples.append((below, above))
      kronrod += kronrodWeights[i] * (below + above)
      absolute += kronrodWeights[i] * (abs(below) + abs(above))
      if i % 2 == 1 { gauss += gaussWeights[i / 2] * (below + above) }
    }
    let mean = 0.5 * kronrod
    var deviation = kronrodWeights[last] * abs(atCentre - mean)
    for (i, sample) in samples.enumerated() {
      deviation += kronrodWeights[i] * (abs(sample.0 - mean) + abs(sample.1 - mean))
    }
    deviation *= half
    var error = abs(kronrod - gauss) * half
    if deviation > 0, error > 0 {
      let share = 200 * error / deviation
      error = deviation * min(1, share * share.squareRoot())
    }
    let floor = 50 * 0x1p-52 * absolute * half
    // In a half of this panel the outermost node would fall on the end.
    let isTooNarrow = 0.5 * half * (1 - nodes[0]) <= 2 * max(abs(lower), abs(upper)).ulp
    return Panel(
      lower: lower, upper: upper, value: kronrod * half, error: max(error, floor),
      isExhausted: error <= floor || isTooNarrow)
  }

  static let fifteen = KronrodPair(
    nodes: [
      0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926,
      0.741531185599394439863864773280788, 0.586087235467691130294144691693013, 0.405845151377397166906606412076961,
      0.207784955007898467600689403773245, 0,
    ],
    kronrodWeights: [
      0.022935322010529224963732008058970, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518,
      0.140653259715525918745189590510238, 0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
      0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
    ],
    gaussWeights: [
      0.129484966168869693270611432679082, 0.279705391489276667901467771423780, 0.381830050505118944950369775488975,
      0.417959183673469387755102040816327,
    ]
  )

  static let twentyOne = KronrodPair(
    nodes: [
      0.995657163025808080735527280689003, 0.973906528517171720077964012084452, 0.930157491355708226001207180059508,
      0.865063366688984510732096688423493, 0.780817726586416897063717578345042, 0.679409568299024406234327365114874,
      0.562757134668604683339000099272694, 0.433395394129247190799265943165784, 0.294392862701460198131126603103866,
      0.148874338981631210884826001129720, 0,
    ],
    kronrodWeights: [
      0.011694638867371874278064396062192, 0.032558162307964727478818972459390, 0.054755896574351996031381300244580,
      0.075039674810919952767043140916190, 0.093125454583697605535065465083366, 0.109387158802297641899210590325805,
      0.123491976262065851077958109585166, 0.134709217311473325928054001771707, 0.142775938577060080797094273138717,
      0.147739104901338491374841515972068, 0.149445554002916905664936468389821,
    ],
    gaussWeights: [
      0.066671344308688137593568809893332, 0.149451349150580593145863397657697, 0.219086362515982043995534934228163,
      0.269266719309996355091226921569469, 0.295524224714752870173815619188769,
    ]
  )
}
