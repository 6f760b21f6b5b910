#include "CCarbon254Kernels.h"
#include "elementary.h"

typedef double eight __attribute__((vector_size(64), aligned(8)));

/// The 8 x 8 tile of sums over k of a[k][i] b[k][j], added to c, whose rows are `stride` apart.
C254_INLINE void tile(const double *restrict a, const double *restrict b, size_t n, double *restrict c, size_t stride) {
  eight sum[8];
  for (int i = 0; i < 8; i++) memcpy(&sum[i], c + i * stride, sizeof(eight));
  for (size_t k = 0; k < n; k++) {
    eight row;
    memcpy(&row, b + 8 * k, sizeof row);
    for (int i = 0; i < 8; i++) sum[i] += a[8 * k + i] * row;
  }
  for (int i = 0; i < 8; i++) memcpy(c + i * stride, &sum[i], sizeof(eight));
}

C254_CLONES void c254_add_products(const double *restrict a, const double *restrict b, size_t n, size_t panels,
                                   double *restrict c) {
  for (size_t i = 0; i < panels; i++)
    for (size_t j = 0; j <= i; j++) tile(a + 8 * n * i, b + 8 * n * j, n, c + 64 * panels * i + 8 * j, 8 * panels);
}
