#include "CCarbon254Kernels.h"
#include "normal_quantile.h"

/// words[0 ..< 2 * blocks] from Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC11): key = seed, counter = (block, path).
C254_INLINE void philox_blocks(uint64_t seed, uint64_t path, uint64_t first, uint64_t *restrict words, size_t blocks) {
  const uint64_t low = 0xffffffffu;
  C254_INTERLEAVE(4)
  for (size_t i = 0; i < blocks; i++) {
    uint64_t block = (first + i) & 0x7fffffffffffffffu;
    uint64_t c0 = block & low, c1 = block >> 32, c2 = path & low, c3 = path >> 32;
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
#pragma clang loop unroll(full)
    for (int round = 0; round < 10; round++) {
      uint64_t p0 = c0 * 0xD2511F53u, p1 = c2 * 0xCD9E8D57u;
      c0 = (p1 >> 32) ^ c1 ^ k0;
      c2 = (p0 >> 32) ^ c3 ^ k1;
      c1 = p1 & low;
      c3 = p0 & low;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    words[2 * i] = c1 << 32 | c0;
    words[2 * i + 1] = c3 << 32 | c2;
  }
}

/// A position is a word; a block has two, so a start at an odd one drops the first word of its block.
C254_INLINE size_t chunk_of_words(uint64_t seed, uint64_t path, uint64_t position, size_t n, uint64_t *restrict words) {
  size_t odd = position & 1;
  philox_blocks(seed, path, position >> 1, words, (n + odd + 1) / 2);
  return odd;
}

#define CHUNK QUANTILE_CHUNK

C254_CLONES void c254_philox_words(uint64_t seed, uint64_t path, uint64_t position, uint64_t *restrict out, size_t n) {
  uint64_t words[CHUNK + 2];
  for (size_t start = 0; start < n; start += CHUNK) {
    size_t count = n - start < CHUNK ? n - start : CHUNK;
    size_t odd = chunk_of_words(seed, path, position + start, count, words);
    memcpy(out + start, words + odd, count * sizeof(uint64_t));
  }
}

C254_CLONES void c254_philox_uniforms(uint64_t seed, uint64_t path, uint64_t position, double *restrict u, size_t n) {
  uint64_t words[CHUNK + 2];
  for (size_t start = 0; start < n; start += CHUNK) {
    size_t count = n - start < CHUNK ? n - start : CHUNK;
    size_t odd = chunk_of_words(seed, path, position + start, count, words);
    for (size_t i = 0; i < count; i++) {
      uint64_t w = words[odd + i] >> 11;
      double upper = double_of(w >> 32 | 0x4330000000000000u) - 0x1p52;
      double lower = double_of((w & 0xffffffffu) | 0x4330000000000000u) - 0x1p52;
      u[start + i] = (upper * 0x1p32 + lower) * 0x1p-53;
    }
  }
}

C254_CLONES void c254_philox_normals(uint64_t seed, uint64_t path, uint64_t position, double *restrict z, size_t n) {
  uint64_t words[CHUNK + 2];
  for (size_t start = 0; start < n; start += CHUNK) {
    size_t count = n - start < CHUNK ? n - start : CHUNK;
    size_t odd = chunk_of_words(seed, path, position + start, count, words);
    normals_of_words(words + odd, z + start, count);
  }
}
