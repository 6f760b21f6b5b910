#include "CCarbon254Kernels.h"
#include "elementary.h"

C254_CLONES void c254_sobol_point(const uint32_t *restrict column, uint32_t *restrict digits, uint64_t middle,
                                  uint64_t *restrict words, size_t n) {
  for (size_t j = 0; j < n; j++) {
    words[j] = (uint64_t)digits[j] << 32 | middle;
    digits[j] ^= column[j];
  }
}

C254_INLINE uint32_t reversed(uint32_t x) {
  x = x >> 16 | x << 16;
  x = (x >> 8 & 0x00ff00ffu) | (x & 0x00ff00ffu) << 8;
  x = (x >> 4 & 0x0f0f0f0fu) | (x & 0x0f0f0f0fu) << 4;
  x = (x >> 2 & 0x33333333u) | (x & 0x33333333u) << 2;
  return (x >> 1 & 0x55555555u) | (x & 0x55555555u) << 1;
}

C254_CLONES void c254_scrambled_sobol_point(const uint32_t *restrict column, uint32_t *restrict digits,
                                            const uint32_t *restrict seeds, uint64_t *restrict words, size_t n) {
  for (size_t j = 0; j < n; j++) {
    // Each step lets a bit of the reversed number depend on lower bits alone: on the digits before it.
    uint32_t seed = seeds[j], x = reversed(digits[j]);
    digits[j] ^= column[j];
    x ^= x * 0x3d20adeau;
    x += seed;
    x *= seed >> 16 | 1;
    x ^= x * 0x05526c56u;
    x ^= x * 0x53a22864u;
    uint64_t upper = (uint64_t)reversed(x) << 32, tail = upper | seed;
    tail = (tail ^ tail >> 30) * 0xbf58476d1ce4e5b9u;
    tail = (tail ^ tail >> 27) * 0x94d049bb133111ebu;
    words[j] = upper | (tail ^ tail >> 31) >> 32;
  }
}
