#include "CCarbon254Kernels.h"
#include "elementary.h"

enum { ROWS = 4, AHEAD = 256 };

/// Some rows at a time, so that the sums are read and written less often; rows that are long streams are asked for ahead.
C254_INLINE void add(const double *weights, const int64_t *starts, const double *x, double *y, size_t n, int rows) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) __builtin_prefetch(x + starts[r] + i + AHEAD);
#pragma clang loop vectorize(enable) unroll(full)
    for (size_t j = i; j < i + 8; j++) {
      double sum = y[j];
#pragma clang loop unroll(full)
      for (int r = 0; r < rows; r++) sum += weights[r] * x[starts[r] + j];
      y[j] = sum;
    }
  }
  for (; i < n; i++)
    for (int r = 0; r < rows; r++) y[i] += weights[r] * x[starts[r] + i];
}

C254_CLONES void c254_add_rows(const double *restrict weights, const int64_t *restrict starts, size_t rows,
                               const double *restrict x, double *restrict y, size_t n) {
  size_t row = 0;
  for (; row + ROWS <= rows; row += ROWS) add(weights + row, starts + row, x, y, n, ROWS);
  for (; row < rows; row++) add(weights + row, starts + row, x, y, n, 1);
}
