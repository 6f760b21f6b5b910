#include "CCarbon254Kernels.h"
#include "elementary.h"

/// exp(x) = m * 2^k for |x| < 1100: returns m in (0.7, 1.42), k in the low bits of `shifted`.
///
/// Fused operations, which are the same on every machine where they are asked for by name.
C254_INLINE double exponential_fused(double x, double *shifted) {
  // (exp(r) - 1 - r) / r^2 on |r| <= log(2) / 2, error of exp(r) 1.3e-17.
  static const double c[] = {
    0x1.0000000000001p-1,  0x1.5555555555556p-3,  0x1.5555555553d63p-5,  0x1.11111111109b3p-7,  0x1.6c16c1788bd90p-10,
    0x1.a01a01a7c41d5p-13, 0x1.a019b90d2ae7ap-16, 0x1.71de0dae63bb3p-19, 0x1.289185613a3d6p-22, 0x1.af38a9b0ec855p-26};
  double s = __builtin_fma(x, 0x1.71547652b82fep+0, ROUNDER);
  double k = s - ROUNDER;
  double r = __builtin_fma(k, -0x1.62e42fefa39efp-1, x);
  r = __builtin_fma(k, -0x1.abc9e3b39803fp-56, r);
  double r2 = r * r;
  double q = __builtin_fma(r, c[9], c[8]);
#pragma clang loop unroll(full)
  for (int i = 6; i >= 0; i -= 2) q = __builtin_fma(q, r2, __builtin_fma(r, c[i + 1], c[i]));
  *shifted = s;
  return 1 + __builtin_fma(r2, q, r);
}

/// Any argument.
C254_INLINE double exp_everywhere(double x) {
  double shifted, m = exponential_fused(x < -746 ? -746 : x, &shifted);
  double y = scaled(m, shifted, x < -700);
  return x <= 0x1.62e42fefa39efp+9 ? y : x + __builtin_inf();
}

C254_CLONES double c254_exp_of(double x) { return exp_everywhere(x); }

C254_CLONES void c254_exp(const double *restrict x, double *restrict y, size_t n) {
  const size_t chunk = 256;
  for (size_t start = 0; start < n; start += chunk) {
    size_t count = n - start < chunk ? n - start : chunk;
    const double *restrict u = x + start;
    double *restrict v = y + start;
    uint64_t extreme = 0;
    C254_INTERLEAVE(4)
    for (size_t i = 0; i < count; i++) {
      double shifted, m = exponential_fused(u[i], &shifted);
      v[i] = double_of(bits_of(m) + (bits_of(shifted) << 52));
      extreme |= !(__builtin_fabs(u[i]) <= 700);
    }
    if (extreme) {
      for (size_t i = 0; i < count; i++) v[i] = exp_everywhere(u[i]);
    }
  }
}

C254_CLONES void c254_log(const double *restrict x, double *restrict y, size_t n) {
  C254_INTERLEAVE(2)
  for (size_t i = 0; i < n; i++) {
    double v = x[i];
    Logarithm l = logarithm(v);
    double r = l.upper + l.lower;
    r = v < __builtin_inf() ? r : v;
    r = v == 0 ? -__builtin_inf() : r;
    y[i] = v < 0 ? __builtin_nan("") : r;
  }
}
