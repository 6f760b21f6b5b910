#include "CCarbon254Kernels.h"
#include "elementary.h"

/// The lower tail at -a for a in [0, 40]: exp(-a^2/2) R(a), where (1 + a) R(a) is a polynomial in (a - 5) / (a + 5).
C254_INLINE double lower_tail(double a) {
  static const double c[] = {
    0x1.d8979b0f2b39dp-2,   -0x1.76ff86859eb0bp-4,  0x1.fc66cc64a144dp-6,   0x1.47c1d03052affp-7,
    -0x1.b08e0007b6b9bp-6,  0x1.92037bab66223p-6,   -0x1.f11aab029cdcap-7,  0x1.ab6d0385e766bp-8,
    -0x1.b75f4fb23871ap-10, 0x1.05721e2631b57p-17,  0x1.7e61edf9d1baap-13,  -0x1.c1b262a42fa71p-15,
    -0x1.4c12054032717p-17, 0x1.300b2a4475b10p-17,  -0x1.282ad7636928cp-24, -0x1.5fa721853f404p-20,
    0x1.0bd25b68f0d02p-23,  0x1.ab44b280bef68p-23,  -0x1.793cd01221cbfp-26, -0x1.139d524431f51p-25,
    0x1.83eccc918fd7ap-32,  0x1.1577042e5d7b7p-28,  0x1.a861c75e7695fp-31};
  const double c_low = 0x1.bb045286c3cafp-56;  // what c[0] lacks
  double upper = upper_half(a);
  Exponential e = exponential(-0.5 * (upper * upper), -0.5 * ((a - upper) * (a + upper)));
  // q and what rounding took from it.
  double d = a - 5, d_low = a - (d + 5), m = a + 5, m_low = a - (m - 5);
  double q = d / m;
  double q_low = ((product_error(q, m, d) + d_low) - q * m_low) / m;
  // p + p_low = (1 + a) R(a), b + b_low = 1 + a.
  double slope = q < 0 ? -0.0952 + q * (-0.0528 + q * (-0.5 - 0.7893 * q)) : -0.07;
  double rest = q * polynomial(q, c + 1, 22) + (slope * q_low + c_low);
  double p = c[0] + rest, p_low = rest - (p - c[0]);
  double b = 1 + a, a_part = b - 1, b_low = (1 - (b - a_part)) + (a - a_part);
  // r + r_low = R(a).
  double inverse = 1 / b, r = p * inverse;
  double r_low = (product_error(r, b, p) + (p_low - r * b_low)) * inverse;
  double low = r * (e.rest + e.r_low) + r_low * (1 + e.r);
  return scaled(r + (r * e.r + low), e.shifted, a > 37);
}

C254_CLONES void c254_normal_cdf(const double *restrict x, double *restrict y, size_t n) {
  C254_INTERLEAVE(4)
  for (size_t i = 0; i < n; i++) {
    double v = x[i];
    double a = v < 0 ? -v : v;
    a = a > 40 ? 40 : a;
    double t = lower_tail(a);
    t = v > 0 ? 1 - t : t;
    y[i] = v == v ? t : v;
  }
}
