#include "CCarbon254Kernels.h"
#include "elementary.h"

enum { LANES = C254_COMBINE_LANES, ROWS = 4 };

/// Eight vectors side by side, component after component; lanes beyond the vectors are zero.
C254_INLINE void pack(const double *z, size_t columns, size_t vectors, double *panel) {
  for (size_t lane = vectors; lane < LANES; lane++)
    for (size_t c = 0; c < columns; c++) panel[c * LANES + lane] = 0;
  for (size_t c = 0; c < columns; c++)
    for (size_t lane = 0; lane < vectors; lane++) panel[c * LANES + lane] = z[lane * columns + c];
}

/// Some rows of the factor by one panel, each sum in the order of the columns.
C254_INLINE void combine_rows(const double *f, size_t columns, size_t end, const double *panel, double *y, size_t count,
                              size_t vectors, int rows) {
  double sums[ROWS][LANES] = {{0}};
  for (size_t c = 0; c < end; c++) {
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      double factor = f[r * columns + c];
#pragma clang loop vectorize(enable)
      for (int lane = 0; lane < LANES; lane++) sums[r][lane] += factor * panel[c * LANES + lane];
    }
  }
  for (int r = 0; r < rows; r++)
    for (size_t lane = 0; lane < vectors; lane++) y[r * count + lane] = sums[r][lane];
}

C254_CLONES void c254_combine(const double *restrict factor, size_t rows, size_t columns, const int64_t *restrict ends,
                              const double *restrict z, double *restrict panels, double *restrict y, size_t count) {
  size_t size = columns * LANES;
  for (size_t first = 0; first < count; first += LANES) {
    size_t vectors = count - first < LANES ? count - first : LANES;
    pack(z + first * columns, columns, vectors, panels + first / LANES * size);
  }
  for (size_t row = 0; row < rows; row += ROWS) {
    size_t group = rows - row < ROWS ? rows - row : ROWS;
    size_t end = (size_t)ends[row + group - 1];
    const double *f = factor + row * columns;
    for (size_t first = 0; first < count; first += LANES) {
      size_t vectors = count - first < LANES ? count - first : LANES;
      const double *panel = panels + first / LANES * size;
      double *target = y + row * count + first;
      if (group == ROWS)
        combine_rows(f, columns, end, panel, target, count, vectors, ROWS);
      else
        for (size_t r = 0; r < group; r++)
          combine_rows(f + r * columns, columns, end, panel, target + r * count, count, vectors, 1);
    }
  }
}
