#include "CCarbon254Kernels.h"
#include "normal_quantile.h"

C254_CLONES void c254_normal_quantile(const double *restrict p, double *restrict z, size_t n) {
  double h[QUANTILE_CHUNK];
  for (size_t start = 0; start < n; start += QUANTILE_CHUNK) {
    size_t count = n - start < QUANTILE_CHUNK ? n - start : QUANTILE_CHUNK;
    for (size_t i = 0; i < count; i++) {
      double v = p[start + i];
      double signed_tail = v < 0.5 ? -__builtin_fabs(v) : 1 - v;
      h[i] = ((v >= 0) & (v <= 1)) ? signed_tail : __builtin_nan("");
    }
    quantile_chunk(h, z + start, count);
  }
}

C254_CLONES void c254_normals_of_words(const uint64_t *words, double *z, size_t n) {
  for (size_t start = 0; start < n; start += QUANTILE_CHUNK) {
    size_t count = n - start < QUANTILE_CHUNK ? n - start : QUANTILE_CHUNK;
    normals_of_words(words + start, z + start, count);
  }
}
