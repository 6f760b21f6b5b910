#pragma once
#include "elementary.h"

/// The number of values that one pass of the quantile takes.
#define QUANTILE_CHUNK 256
/// The tail probability from which on the central formula holds.
#define CENTRAL_LIMIT 0.075

/// The quantile's size, where h in [0.075, 0.5] is the probability of the tail beyond it.
C254_INLINE double central_quantile(double h) {
  static const double p[] = {0x1.37fc2a497deabp+2,  0x1.7c0d09954ffd0p+7,  0x1.5bd0d7ea7519ap+11, 0x1.29cc3d738711ep+14,
                             0x1.e415ced95ae1fp+15, 0x1.4edce6aaa3873p+16, 0x1.1c9b5a937be0cp+15, 0x1.1b25fb41e3939p+9};
  static const double d[] = {0x1.0000000000000p+0,  0x1.680bd20958c68p+5,  0x1.8b3726ff38e1ap+9,  0x1.ad5e12db0adbep+12,
                             0x1.e3f531782caf7p+14, 0x1.0f5d73b95f78fp+16, 0x1.0785cd3117de8p+16, 0x1.351c654b05814p+14};
  const double root = 0x1.40d9318p+1, root_low = 0x1.fd89c16595f29p-25;  // sqrt(2 pi), the upper part of 26 bits
  double q = 0.5 - h, q_low = (0.5 - q) - h;
  double t = q * q, u = 0.180625 - t;
  double cubic = t * (polynomial(u, p, 8) / polynomial(u, d, 8));
  // dz/dq = sqrt(2 pi) exp(z^2 / 2), to a few percent.
  double z = q * (root + cubic), v = 0.5 * (z * z);
  double slope = root * (1 + v * (1 + v * (0.5 + v * 0.1875)));
  double q1 = upper_half(q), q2 = q - q1;
  return q1 * root + (q * cubic + (q2 * root + (q * root_low + q_low * slope)));
}

/// The quantile's size, where h in [0, 0.075] is the probability of the tail beyond it.
C254_INLINE double tail_quantile(double h) {
  // s - z for s = sqrt(-2 log h) in [2.27, 38.7], a polynomial in (s - 8) / (s + 8).
  static const double c[] = {
    0x1.84ea56462cf24p-2,  -0x1.0b40ae4a70ec3p-1, 0x1.30e21b9b49a15p-2,  -0x1.eaa60995ec1bcp-3, 0x1.6e8fca4ca03f0p-3,
    -0x1.339ebb9845f3cp-3, 0x1.ed104f6aeb143p-4,  -0x1.aa99c94ef7d69p-4, 0x1.65a918cff3522p-4,  -0x1.3eb1ca5aa6a30p-4,
    0x1.14dba626bcac2p-4,  -0x1.f934490876491p-5, 0x1.c235a4e62547fp-5,  -0x1.a135ceacd7d5bp-5, 0x1.79ab605aeace5p-5,
    -0x1.637617514337bp-5, 0x1.4b28af23439adp-5,  -0x1.2e8b5540f962ep-5, 0x1.ee80b5730d8eep-6,  -0x1.1a2da998a2199p-5,
    0x1.a850a797ba850p-5,  -0x1.05148877a35b6p-5, -0x1.3b01c72561dc1p-5, 0x1.2238bd54ebbffp-8,  0x1.4c5746f0d79efp-3,
    -0x1.12b2a64b699f2p-3, -0x1.21465d15ab62dp-3, 0x1.66f3472741d73p-3,  0x1.746376a2ba1eap-4,  -0x1.787c1aa0801c0p-3,
    0x1.06ac0df8fb0d1p-4};
  const double c_low = 0x1.e5bda5efa57fdp-57;  // what c[0] lacks
  Logarithm l = logarithm(h);
  double sum = l.upper + l.lower;
  double square = -2 * sum, square_low = -2 * (l.lower - (sum - l.upper));
  double s = __builtin_elementwise_sqrt(square);
  double s_low = (product_error(s, s, square) + square_low) * (0.5 / s);
  // q and what rounding took from it: the polynomial is steep where s is small.
  double d = s - 8, d_low = s - (d + 8), m = s + 8, m_low = s - (m - 8);
  double q = d / m;
  double q_low = ((product_error(q, m, d) + d_low) - q * m_low) / m;
  double slope = -0.5196 + q * (0.7276 + q * (0.3586 + q * 3.126));
  double rest = q * polynomial(q, c + 1, 30) + (slope * q_low + (c_low - s_low));
  double z = s - c[0], z_low = (s - z) - c[0];
  z = z - (rest - z_low);
  return h == 0 ? __builtin_inf() : z;
}

/// z[i] = the quantile for the tail of probability |h[i]|, with the sign of h[i]; n <= QUANTILE_CHUNK.
///
/// The central formula runs over all of them; those in the tails are then taken together and done again.
C254_INLINE void quantile_chunk(const double *restrict h, double *restrict z, size_t n) {
  double tail[QUANTILE_CHUNK];
  uint16_t place[QUANTILE_CHUNK];
  C254_INTERLEAVE(4)
  for (size_t i = 0; i < n; i++) z[i] = __builtin_copysign(central_quantile(__builtin_fabs(h[i])), h[i]);
  size_t count = 0;
  for (size_t i = 0; i < n; i++) {
    place[count] = (uint16_t)i;
    count += __builtin_fabs(h[i]) < CENTRAL_LIMIT;
  }
  for (size_t j = 0; j < count; j++) tail[j] = h[place[j]];
  C254_INTERLEAVE(2)
  for (size_t j = 0; j < count; j++) tail[j] = __builtin_copysign(tail_quantile(__builtin_fabs(tail[j])), tail[j]);
  for (size_t j = 0; j < count; j++) z[place[j]] = tail[j];
}

/// z[i] = the normal of a random word: the quantile at (word + 1/2) / 2^64; n <= QUANTILE_CHUNK.
C254_INLINE void normals_of_words(const uint64_t *words, double *z, size_t n) {
  double h[QUANTILE_CHUNK];
  for (size_t i = 0; i < n; i++) {
    // The word is folded at its middle: k = min(word, ~word), tail probability (k + 1/2) / 2^64.
    uint64_t w = words[i];
    uint64_t k = (int64_t)w < 0 ? ~w : w;
    double upper = double_of(k >> 32 | 0x4330000000000000u) - 0x1p52;
    double lower = double_of((k & 0xffffffffu) | 0x4330000000000000u) - (0x1p52 - 0.5);
    double tail = (upper * 0x1p32 + lower) * 0x1p-64;
    h[i] = (int64_t)w < 0 ? tail : -tail;
  }
  quantile_chunk(h, z, n);
}
