#pragma once
// Loops that Swift cannot bring to the hardware; each has a plain Swift twin, in NumericalKernels or in
// its tests, that gives the same bits.
#include <stddef.h>
#include <stdint.h>

/// y[i] = exp(x[i]) for i < n; the arrays do not overlap.
void c254_exp(const double *restrict x, double *restrict y, size_t n);
/// exp(x), the same bits.
double c254_exp_of(double x);
/// y[i] = log(x[i]) for i < n; the arrays do not overlap.
void c254_log(const double *restrict x, double *restrict y, size_t n);
/// y[i] = the standard normal distribution function at x[i] for i < n; the arrays do not overlap.
void c254_normal_cdf(const double *restrict x, double *restrict y, size_t n);
/// z[i] = the standard normal quantile of p[i] for i < n; the arrays do not overlap.
void c254_normal_quantile(const double *restrict p, double *restrict z, size_t n);
/// z[i] = the standard normal of a random word, the quantile at (words[i] + 1/2) / 2^64, for i < n; z may be where words is.
void c254_normals_of_words(const uint64_t *words, double *z, size_t n);

/// words[0 ..< n] = the words of stream (seed, path) from a position on: Philox4x32-10, two words from a block.
void c254_philox_words(uint64_t seed, uint64_t path, uint64_t position, uint64_t *restrict words, size_t n);
/// u[0 ..< n] = the same words as uniforms on [0, 1): the upper 53 bits of each.
void c254_philox_uniforms(uint64_t seed, uint64_t path, uint64_t position, double *restrict u, size_t n);
/// z[0 ..< n] = the same words as standard normals: the quantile at (word + 1/2) / 2^64.
void c254_philox_normals(uint64_t seed, uint64_t path, uint64_t position, double *restrict z, size_t n);

/// words[j] = digits[j] in the upper half over middle, then digits[j] ^= column[j], for the n coordinates of a Sobol point.
void c254_sobol_point(const uint32_t *restrict column, uint32_t *restrict digits, uint64_t middle,
                      uint64_t *restrict words, size_t n);
/// The same with the digits of coordinate j scrambled under seeds[j] and continued at random.
void c254_scrambled_sobol_point(const uint32_t *restrict column, uint32_t *restrict digits,
                                const uint32_t *restrict seeds, uint64_t *restrict words, size_t n);

/// The number of vectors that c254_combine works on side by side.
#define C254_COMBINE_LANES 8
/// y[r * count + i] = the sum of factor[r * columns + c] * z[i * columns + c] in the order of c, for rows r and count vectors i; from
/// ends[r] on, which never falls, row r is zero. panels holds columns numbers for each of count vectors, rounded up to whole lanes.
void c254_combine(const double *restrict factor, size_t rows, size_t columns, const int64_t *restrict ends,
                  const double *restrict z, double *restrict panels, double *restrict y, size_t count);

/// c[i][j] += the sum over k < n of a[k][i] b[k][j], for the tiles of 8 x 8 on and below the diagonal of the square matrix c of
/// 8 panels rows; a and b lie in panels of 8 columns: element (k, 8 p + i) at 8 (n p + k) + i.
void c254_add_products(const double *restrict a, const double *restrict b, size_t n, size_t panels,
                       double *restrict c);

/// y[i] += weights[0] * x[starts[0] + i], then weights[1] * x[starts[1] + i] and so on, for i < n and so many rows; y does not
/// overlap x.
void c254_add_rows(const double *restrict weights, const int64_t *restrict starts, size_t rows,
                   const double *restrict x, double *restrict y, size_t n);

/// The number of right-hand sides that the kernels on edges work on side by side.
#define C254_EDGE_LANES 8
/// Solves L D L' x = e(plus[k]) - e(minus[k]) for eight pairs side by side, in elimination order: L by columns, the inverses of D, the
/// elimination tree's parents (-1 for a root). A place of n stands for none. work holds 8 (n + 1) numbers, x[j] of pair k at 8 j + k and
/// zeros at n; marks holds n zeros, before and after.
void c254_solve_pairs(size_t n, const int64_t *restrict starts, const int32_t *restrict rows,
                      const double *restrict lower, const double *restrict inverses, const int32_t *restrict parents,
                      const int32_t *restrict plus, const int32_t *restrict minus, uint8_t *restrict marks,
                      double *restrict work);
/// y[columns[k] + e] = weights[e] * (x[from[e]] - x[to[e]]) * scales[k] - offsets[e] for the first count of eight solutions in work.
void c254_edge_columns(const double *restrict work, const int32_t *restrict from, const int32_t *restrict to,
                       const double *restrict weights, const double *restrict offsets, const double *restrict scales,
                       size_t edges, double *restrict y, const int64_t *restrict columns, size_t count);
/// A value beyond its limit.
typedef struct {
  int32_t edge;
  int32_t lane;
  double value;
} c254_edge_hit;
/// With v = values[e] + weights[e] * (x[from[e]] - x[to[e]]) * scales[k], zero where skipped[k] is e: worst[k] = the largest
/// |v| * inverses[e], places[k] = the first edge that has it, -1 for none; hits = every (e, k) with |v| > limits[e], by e, then k. Returns
/// their number; there must be room for 8 edges of them.
size_t c254_edge_screen(const double *restrict work, const int32_t *restrict from, const int32_t *restrict to,
                        const double *restrict weights, const double *restrict values,
                        const double *restrict inverses, const double *restrict limits,
                        const double *restrict scales, const double *restrict skipped, size_t edges,
                        double *restrict worst, double *restrict places, c254_edge_hit *restrict hits);
