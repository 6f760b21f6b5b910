#pragma once
// Fortran prototypes of the BLAS and LAPACK routines in use: 32-bit integers, hidden string lengths last.
// liblapack-dev ships no header for these symbols.
#include <stddef.h>
#include <stdint.h>

void dgemm_(const char *transa, const char *transb, const int32_t *m, const int32_t *n, const int32_t *k,
            const double *alpha, const double *a, const int32_t *lda, const double *b, const int32_t *ldb,
            const double *beta, double *c, const int32_t *ldc, size_t, size_t);
