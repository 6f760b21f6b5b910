#pragma once
// Loops that Swift cannot bring to the hardware; each has a plain Swift twin in NumericalKernels.
#include <stddef.h>
#include <stdint.h>

/// y[i] = exp(x[i]) for i < n.
void c254_exp(const double *x, double *y, size_t n);
