#include "CCarbon254Kernels.h"
#include "elementary.h"

C254_CLONES void c254_exp(const double *restrict x, double *restrict y, size_t n) {
  C254_INTERLEAVE(4)
  for (size_t i = 0; i < n; i++) {
    double v = x[i], floor = v < -746 ? -746 : v;
    Exponential e = exponential(floor, 0);
    double r = scaled(1 + (e.r + e.rest), e.shifted, v < -700);
    y[i] = v <= 0x1.62e42fefa39efp+9 ? r : v + __builtin_inf();
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
