#include "CCarbon254Kernels.h"
#include "elementary.h"

enum { LANES = C254_EDGE_LANES };
typedef double lanes __attribute__((ext_vector_type(8), aligned(8)));
typedef int64_t masks __attribute__((ext_vector_type(8)));
typedef double quad __attribute__((ext_vector_type(4), aligned(8)));

/// Marks the path from a column to the root of its tree, and clears what the solve will add to there.
C254_INLINE size_t mark(int32_t column, size_t n, size_t first, const int32_t *parents, uint8_t *marks, lanes *x) {
  if ((size_t)column < first) first = (size_t)column;
  while (column >= 0 && (size_t)column < n && !marks[column]) {
    marks[column] = 1;
    x[column] = (lanes)0;
    column = parents[column];
  }
  return first;
}

C254_CLONES void c254_solve_pairs(size_t n, const int64_t *restrict starts, const int32_t *restrict rows,
                                  const double *restrict lower, const double *restrict inverses,
                                  const int32_t *restrict parents, const int32_t *restrict plus,
                                  const int32_t *restrict minus, uint8_t *restrict marks, double *restrict work) {
  lanes *x = (lanes *)work;
  size_t first = n;
  for (int lane = 0; lane < LANES; lane++) {
    first = mark(plus[lane], n, first, parents, marks, x);
    first = mark(minus[lane], n, first, parents, marks, x);
  }
  for (int lane = 0; lane < LANES; lane++) {
    work[(size_t)plus[lane] * LANES + lane] += 1;
    work[(size_t)minus[lane] * LANES + lane] -= 1;
  }
  x[n] = (lanes)0;
  for (size_t j = first; j < n; j++) {
    if (!marks[j]) continue;
    lanes y = x[j];
    for (int64_t p = starts[j]; p < starts[j + 1]; p++) x[rows[p]] -= lower[p] * y;
  }
  for (size_t j = n; j-- > 0;) {
    lanes sum = (lanes)0;
    if (marks[j]) {
      sum = x[j] * inverses[j];
      marks[j] = 0;
    }
    for (int64_t p = starts[j]; p < starts[j + 1]; p++) sum -= lower[p] * x[rows[p]];
    x[j] = sum;
  }
}

/// Four edges by four vectors, turned so that each vector's four numbers are side by side.
C254_INLINE void turn(const quad *r, double *y, const int64_t *columns) {
  quad a = r[0], b = r[2], c = r[4], d = r[6];
  quad ab = __builtin_shufflevector(a, b, 0, 4, 2, 6), ba = __builtin_shufflevector(a, b, 1, 5, 3, 7);
  quad cd = __builtin_shufflevector(c, d, 0, 4, 2, 6), dc = __builtin_shufflevector(c, d, 1, 5, 3, 7);
  *(quad *)(y + columns[0]) = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
  *(quad *)(y + columns[1]) = __builtin_shufflevector(ba, dc, 0, 1, 4, 5);
  *(quad *)(y + columns[2]) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
  *(quad *)(y + columns[3]) = __builtin_shufflevector(ba, dc, 2, 3, 6, 7);
}

C254_CLONES void c254_edge_columns(const double *restrict work, const int32_t *restrict from,
                                   const int32_t *restrict to, const double *restrict weights,
                                   const double *restrict offsets, const double *restrict scales, size_t edges,
                                   double *restrict y, const int64_t *restrict columns, size_t count) {
  const lanes *x = (const lanes *)work;
  lanes scale = *(const lanes *)scales;
  size_t e = 0;
  if (count == LANES) {
    for (; e + 4 <= edges; e += 4) {
      lanes r[4];
      for (int k = 0; k < 4; k++)
        r[k] = weights[e + k] * (x[from[e + k]] - x[to[e + k]]) * scale - offsets[e + k];
      turn((const quad *)r, y + e, columns);
      turn((const quad *)r + 1, y + e, columns + 4);
    }
  }
  for (; e < edges; e++) {
    lanes r = weights[e] * (x[from[e]] - x[to[e]]) * scale - offsets[e];
    for (size_t lane = 0; lane < count; lane++) y[columns[lane] + (int64_t)e] = r[lane];
  }
}

C254_CLONES size_t c254_edge_screen(const double *restrict work, const int32_t *restrict from,
                                    const int32_t *restrict to, const double *restrict weights,
                                    const double *restrict values, const double *restrict inverses,
                                    const double *restrict limits, const double *restrict scales,
                                    const double *restrict skipped, size_t edges, double *restrict worst,
                                    double *restrict places, c254_edge_hit *restrict hits) {
  const lanes *x = (const lanes *)work;
  lanes scale = *(const lanes *)scales, skip = *(const lanes *)skipped;
  lanes most = (lanes)0, place = (lanes)-1;
  size_t count = 0;
  for (size_t e = 0; e < edges; e++) {
    lanes value = values[e] + weights[e] * (x[from[e]] - x[to[e]]) * scale;
    lanes size = __builtin_elementwise_abs(value);
    lanes number = (lanes)(double)e;
    size = number == skip ? (lanes)0 : size;
    lanes share = size * inverses[e];
    masks more = share > most;
    most = more ? share : most;
    place = more ? number : place;
    masks hit = size > limits[e];
    if (__builtin_reduce_or(hit)) {
      for (int lane = 0; lane < LANES; lane++) {
        if (!hit[lane]) continue;
        hits[count].edge = (int32_t)e;
        hits[count].lane = lane;
        hits[count++].value = value[lane];
      }
    }
  }
  *(lanes *)worst = most;
  *(lanes *)places = place;
  return count;
}
