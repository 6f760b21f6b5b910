#pragma once
// Scalar building blocks of the vector loops. They are inlined into every clone of a loop; with contraction off each
// clone rounds in the same places, so all machines give the same bits.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

// The sanitizers are not ready yet when the dynamic linker chooses among clones.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define C254_SANITIZED
#endif
#endif

// Dispatch by the dynamic linker, which is glibc's; elsewhere the one loop is compiled for the target's baseline.
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(C254_SANITIZED)
#define C254_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define C254_CLONES
#endif
#define C254_PRAGMA(text) _Pragma(#text)
/// Some vectors side by side: the chains of dependent operations are longer than the processor's window.
#define C254_INTERLEAVE(vectors) C254_PRAGMA(clang loop interleave_count(vectors))
#define C254_INLINE static inline __attribute__((always_inline))

C254_INLINE uint64_t bits_of(double x) {
  uint64_t b;
  memcpy(&b, &x, sizeof b);
  return b;
}

C254_INLINE double double_of(uint64_t b) {
  double x;
  memcpy(&x, &b, sizeof x);
  return x;
}

/// The upper 26 bits of a significand: the product of two such numbers is exact.
C254_INLINE double upper_half(double x) { return double_of(bits_of(x) & 0xfffffffff8000000u); }

/// The exact c - a b, where the product a b is c up to rounding.
C254_INLINE double product_error(double a, double b, double c) {
  double a1 = upper_half(a), a2 = a - a1, b1 = upper_half(b), b2 = b - b1;
  return ((c - a1 * b1) - (a1 * b2 + a2 * b1)) - a2 * b2;
}

/// c[0] + c[1] x + ... + c[n - 1] x^(n - 1), n >= 4, in four interleaved Horner chains.
C254_INLINE double polynomial(double x, const double *c, int n) {
  double x2 = x * x, x4 = x2 * x2;
  double chain[4];
#pragma clang loop unroll(full)
  for (int j = 0; j < 4; j++) {
    int i = j + (n - 1 - j) / 4 * 4;
    chain[j] = c[i];
#pragma clang loop unroll(full)
    for (i -= 4; i >= 0; i -= 4) chain[j] = chain[j] * x4 + c[i];
  }
  return (chain[0] + x * chain[1]) + x2 * (chain[2] + x * chain[3]);
}

/// log 2 in two parts; the upper has 42 bits, so its product with an exponent is exact.
#define LN2_HI 0x1.62e42fefa3800p-1
#define LN2_LO 0x1.ef35793c76730p-45
/// Adding and taking away 1.5 * 2^52 rounds to the nearest integer and leaves it in the low bits.
#define ROUNDER 0x1.8p52

/// exp(x) = (1 + r + rest + r_low) * 2^k, k in the low bits of `shifted`; r_low is what rounding took from r.
typedef struct {
  double r, rest, r_low, shifted;
} Exponential;

/// The exponential of x + low, |x| < 1100, |low| < 1e-6 |x|.
C254_INLINE Exponential exponential(double x, double low) {
  // (exp(r) - 1 - r) / r^2 on |r| <= log(2) / 2, error of exp(r) 1.3e-17.
  static const double c[] = {
    0x1.0000000000001p-1,  0x1.5555555555556p-3,  0x1.5555555553d63p-5,  0x1.11111111109b3p-7,  0x1.6c16c1788bd90p-10,
    0x1.a01a01a7c41d5p-13, 0x1.a019b90d2ae7ap-16, 0x1.71de0dae63bb3p-19, 0x1.289185613a3d6p-22, 0x1.af38a9b0ec855p-26};
  Exponential e;
  e.shifted = x * 0x1.71547652b82fep+0 + ROUNDER;
  double k = e.shifted - ROUNDER;
  double upper = x - k * LN2_HI, lower = low - k * LN2_LO;
  e.r = upper + lower;
  e.r_low = lower - (e.r - upper);
  e.rest = e.r * e.r * polynomial(e.r, c, 10);
  return e;
}

/// m * 2^k for m in [2^-8, 2), k >= -1200 in the low bits of `shifted`; `deep` where the result may be subnormal.
C254_INLINE double scaled(double m, double shifted, int deep) {
  uint64_t lift = deep ? (uint64_t)256 << 52 : 0;
  return double_of(bits_of(m) + (bits_of(shifted) << 52) + lift) * (deep ? 0x1p-256 : 1);
}

/// log x = upper + lower for positive x.
typedef struct {
  double upper, lower;
} Logarithm;

/// The logarithm of a positive finite number, subnormal ones included, with some bits to spare.
C254_INLINE Logarithm logarithm(double x) {
  // (2 atanh(s) / s - 2) / s^2 in powers of s^2 for |s| <= (sqrt(2) - 1) / (sqrt(2) + 1), error of the logarithm
  // 1.6e-18.
  static const double c[] = {
    0x1.5555555555558p-1, 0x1.99999999952ccp-2, 0x1.2492492df3ba9p-2, 0x1.c71c62e26208bp-3,
    0x1.7462b58e46ebep-3, 0x1.39fe42e9740a7p-3, 0x1.2b59b713616c9p-3};
  const uint64_t root_half = 0x3fe6a09e667f3bcdu;
  int subnormal = x < 0x1p-1022;
  uint64_t b = bits_of(subnormal ? x * 0x1p54 : x) + (0x3ff0000000000000u - root_half);
  double k = double_of(b >> 52 | 0x4330000000000000u) - (subnormal ? 0x1p52 + 1077 : 0x1p52 + 1023);
  double f = double_of((b & 0x000fffffffffffffu) + root_half) - 1;
  double s = f / (2 + f), z = s * s;
  double half_square = 0.5 * f * f;
  double correction = half_square - (s * (half_square + z * polynomial(z, c, 7)) + k * LN2_LO);
  double exponent = k * LN2_HI;
  double upper = exponent + f;
  Logarithm l = {upper, (f - (upper - exponent)) - correction};
  return l;
}
