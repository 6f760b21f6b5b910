#pragma once
// The BLAS and LAPACK routines in use. liblapack-dev ships no header for these symbols.
//
// Fortran takes every argument by address, integers of 32 bits, and the lengths of its character arguments last, hidden.
// Beside each prototype stands an inline form `c254_…` that takes scalars by value and returns `info`; it checks nothing.
#include <stddef.h>
#include <stdint.h>

// BLAS

void dgemm_(const char *transa, const char *transb, const int32_t *m, const int32_t *n, const int32_t *k,
    const double *alpha, const double *a, const int32_t *lda, const double *b, const int32_t *ldb, const double *beta,
    double *c, const int32_t *ldc, size_t, size_t);
static inline void c254_dgemm(char transa, char transb, int32_t m, int32_t n, int32_t k, double alpha,
    const double *a, int32_t lda, const double *b, int32_t ldb, double beta, double *c, int32_t ldc) {
  dgemm_(&transa, &transb, &m, &n, &k, &alpha, a, &lda, b, &ldb, &beta, c, &ldc, 1, 1);
}

void dgemv_(const char *trans, const int32_t *m, const int32_t *n, const double *alpha, const double *a,
    const int32_t *lda, const double *x, const int32_t *incx, const double *beta, double *y, const int32_t *incy,
    size_t);
static inline void c254_dgemv(char trans, int32_t m, int32_t n, double alpha, const double *a, int32_t lda,
    const double *x, int32_t incx, double beta, double *y, int32_t incy) {
  dgemv_(&trans, &m, &n, &alpha, a, &lda, x, &incx, &beta, y, &incy, 1);
}

void dsyrk_(const char *uplo, const char *trans, const int32_t *n, const int32_t *k, const double *alpha,
    const double *a, const int32_t *lda, const double *beta, double *c, const int32_t *ldc, size_t, size_t);
static inline void c254_dsyrk(char uplo, char trans, int32_t n, int32_t k, double alpha, const double *a, int32_t lda,
    double beta, double *c, int32_t ldc) {
  dsyrk_(&uplo, &trans, &n, &k, &alpha, a, &lda, &beta, c, &ldc, 1, 1);
}

void dtrsm_(const char *side, const char *uplo, const char *transa, const char *diag, const int32_t *m,
    const int32_t *n, const double *alpha, const double *a, const int32_t *lda, double *b, const int32_t *ldb, size_t,
    size_t, size_t, size_t);
static inline void c254_dtrsm(char side, char uplo, char transa, char diag, int32_t m, int32_t n, double alpha,
    const double *a, int32_t lda, double *b, int32_t ldb) {
  dtrsm_(&side, &uplo, &transa, &diag, &m, &n, &alpha, a, &lda, b, &ldb, 1, 1, 1, 1);
}

void dtrmm_(const char *side, const char *uplo, const char *transa, const char *diag, const int32_t *m,
    const int32_t *n, const double *alpha, const double *a, const int32_t *lda, double *b, const int32_t *ldb, size_t,
    size_t, size_t, size_t);
static inline void c254_dtrmm(char side, char uplo, char transa, char diag, int32_t m, int32_t n, double alpha,
    const double *a, int32_t lda, double *b, int32_t ldb) {
  dtrmm_(&side, &uplo, &transa, &diag, &m, &n, &alpha, a, &lda, b, &ldb, 1, 1, 1, 1);
}

void dgbmv_(const char *trans, const int32_t *m, const int32_t *n, const int32_t *kl, const int32_t *ku,
    const double *alpha, const double *a, const int32_t *lda, const double *x, const int32_t *incx,
    const double *beta, double *y, const int32_t *incy, size_t);
static inline void c254_dgbmv(char trans, int32_t m, int32_t n, int32_t kl, int32_t ku, double alpha, const double *a,
    int32_t lda, const double *x, int32_t incx, double beta, double *y, int32_t incy) {
  dgbmv_(&trans, &m, &n, &kl, &ku, &alpha, a, &lda, x, &incx, &beta, y, &incy, 1);
}

void sgemm_(const char *transa, const char *transb, const int32_t *m, const int32_t *n, const int32_t *k,
    const float *alpha, const float *a, const int32_t *lda, const float *b, const int32_t *ldb, const float *beta,
    float *c, const int32_t *ldc, size_t, size_t);
static inline void c254_sgemm(char transa, char transb, int32_t m, int32_t n, int32_t k, float alpha, const float *a,
    int32_t lda, const float *b, int32_t ldb, float beta, float *c, int32_t ldc) {
  sgemm_(&transa, &transb, &m, &n, &k, &alpha, a, &lda, b, &ldb, &beta, c, &ldc, 1, 1);
}

void sgemv_(const char *trans, const int32_t *m, const int32_t *n, const float *alpha, const float *a,
    const int32_t *lda, const float *x, const int32_t *incx, const float *beta, float *y, const int32_t *incy,
    size_t);
static inline void c254_sgemv(char trans, int32_t m, int32_t n, float alpha, const float *a, int32_t lda,
    const float *x, int32_t incx, float beta, float *y, int32_t incy) {
  sgemv_(&trans, &m, &n, &alpha, a, &lda, x, &incx, &beta, y, &incy, 1);
}

// LAPACK: general and positive definite systems

void dgetrf_(const int32_t *m, const int32_t *n, double *a, const int32_t *lda, int32_t *ipiv, int32_t *info);
static inline int32_t c254_dgetrf(int32_t m, int32_t n, double *a, int32_t lda, int32_t *ipiv) {
  int32_t info = 0;
  dgetrf_(&m, &n, a, &lda, ipiv, &info);
  return info;
}

void dgetrs_(const char *trans, const int32_t *n, const int32_t *nrhs, const double *a, const int32_t *lda,
    const int32_t *ipiv, double *b, const int32_t *ldb, int32_t *info, size_t);
static inline int32_t c254_dgetrs(char trans, int32_t n, int32_t nrhs, const double *a, int32_t lda,
    const int32_t *ipiv, double *b, int32_t ldb) {
  int32_t info = 0;
  dgetrs_(&trans, &n, &nrhs, a, &lda, ipiv, b, &ldb, &info, 1);
  return info;
}

void dgetri_(const int32_t *n, double *a, const int32_t *lda, const int32_t *ipiv, double *work, const int32_t *lwork,
    int32_t *info);
static inline int32_t c254_dgetri(int32_t n, double *a, int32_t lda, const int32_t *ipiv, double *work,
    int32_t lwork) {
  int32_t info = 0;
  dgetri_(&n, a, &lda, ipiv, work, &lwork, &info);
  return info;
}

void dgecon_(const char *norm, const int32_t *n, const double *a, const int32_t *lda, const double *anorm,
    double *rcond, double *work, int32_t *iwork, int32_t *info, size_t);
static inline int32_t c254_dgecon(char norm, int32_t n, const double *a, int32_t lda, double anorm, double *rcond,
    double *work, int32_t *iwork) {
  int32_t info = 0;
  dgecon_(&norm, &n, a, &lda, &anorm, rcond, work, iwork, &info, 1);
  return info;
}

void dpotrf_(const char *uplo, const int32_t *n, double *a, const int32_t *lda, int32_t *info, size_t);
static inline int32_t c254_dpotrf(char uplo, int32_t n, double *a, int32_t lda) {
  int32_t info = 0;
  dpotrf_(&uplo, &n, a, &lda, &info, 1);
  return info;
}

void dpotrs_(const char *uplo, const int32_t *n, const int32_t *nrhs, const double *a, const int32_t *lda, double *b,
    const int32_t *ldb, int32_t *info, size_t);
static inline int32_t c254_dpotrs(char uplo, int32_t n, int32_t nrhs, const double *a, int32_t lda, double *b,
    int32_t ldb) {
  int32_t info = 0;
  dpotrs_(&uplo, &n, &nrhs, a, &lda, b, &ldb, &info, 1);
  return info;
}

void dpotri_(const char *uplo, const int32_t *n, double *a, const int32_t *lda, int32_t *info, size_t);
static inline int32_t c254_dpotri(char uplo, int32_t n, double *a, int32_t lda) {
  int32_t info = 0;
  dpotri_(&uplo, &n, a, &lda, &info, 1);
  return info;
}

void dpocon_(const char *uplo, const int32_t *n, const double *a, const int32_t *lda, const double *anorm,
    double *rcond, double *work, int32_t *iwork, int32_t *info, size_t);
static inline int32_t c254_dpocon(char uplo, int32_t n, const double *a, int32_t lda, double anorm, double *rcond,
    double *work, int32_t *iwork) {
  int32_t info = 0;
  dpocon_(&uplo, &n, a, &lda, &anorm, rcond, work, iwork, &info, 1);
  return info;
}

void dpstrf_(const char *uplo, const int32_t *n, double *a, const int32_t *lda, int32_t *piv, int32_t *rank,
    const double *tol, double *work, int32_t *info, size_t);
static inline int32_t c254_dpstrf(char uplo, int32_t n, double *a, int32_t lda, int32_t *piv, int32_t *rank,
    double tol, double *work) {
  int32_t info = 0;
  dpstrf_(&uplo, &n, a, &lda, piv, rank, &tol, work, &info, 1);
  return info;
}

// LAPACK: orthogonal factors, least squares, eigenvalues, singular values

void dgeqrf_(const int32_t *m, const int32_t *n, double *a, const int32_t *lda, double *tau, double *work,
    const int32_t *lwork, int32_t *info);
static inline int32_t c254_dgeqrf(int32_t m, int32_t n, double *a, int32_t lda, double *tau, double *work,
    int32_t lwork) {
  int32_t info = 0;
  dgeqrf_(&m, &n, a, &lda, tau, work, &lwork, &info);
  return info;
}

void dgeqp3_(const int32_t *m, const int32_t *n, double *a, const int32_t *lda, int32_t *jpvt, double *tau,
    double *work, const int32_t *lwork, int32_t *info);
static inline int32_t c254_dgeqp3(int32_t m, int32_t n, double *a, int32_t lda, int32_t *jpvt, double *tau,
    double *work, int32_t lwork) {
  int32_t info = 0;
  dgeqp3_(&m, &n, a, &lda, jpvt, tau, work, &lwork, &info);
  return info;
}

void dormqr_(const char *side, const char *trans, const int32_t *m, const int32_t *n, const int32_t *k,
    const double *a, const int32_t *lda, const double *tau, double *c, const int32_t *ldc, double *work,
    const int32_t *lwork, int32_t *info, size_t, size_t);
static inline int32_t c254_dormqr(char side, char trans, int32_t m, int32_t n, int32_t k, const double *a,
    int32_t lda, const double *tau, double *c, int32_t ldc, double *work, int32_t lwork) {
  int32_t info = 0;
  dormqr_(&side, &trans, &m, &n, &k, a, &lda, tau, c, &ldc, work, &lwork, &info, 1, 1);
  return info;
}

void dtrcon_(const char *norm, const char *uplo, const char *diag, const int32_t *n, const double *a,
    const int32_t *lda, double *rcond, double *work, int32_t *iwork, int32_t *info, size_t, size_t, size_t);
static inline int32_t c254_dtrcon(char norm, char uplo, char diag, int32_t n, const double *a, int32_t lda,
    double *rcond, double *work, int32_t *iwork) {
  int32_t info = 0;
  dtrcon_(&norm, &uplo, &diag, &n, a, &lda, rcond, work, iwork, &info, 1, 1, 1);
  return info;
}

void dgelsy_(const int32_t *m, const int32_t *n, const int32_t *nrhs, double *a, const int32_t *lda, double *b,
    const int32_t *ldb, int32_t *jpvt, const double *tol, int32_t *rank, double *work, const int32_t *lwork,
    int32_t *info);
static inline int32_t c254_dgelsy(int32_t m, int32_t n, int32_t nrhs, double *a, int32_t lda, double *b, int32_t ldb,
    int32_t *jpvt, double tol, int32_t *rank, double *work, int32_t lwork) {
  int32_t info = 0;
  dgelsy_(&m, &n, &nrhs, a, &lda, b, &ldb, jpvt, &tol, rank, work, &lwork, &info);
  return info;
}

void dgelsd_(const int32_t *m, const int32_t *n, const int32_t *nrhs, double *a, const int32_t *lda, double *b,
    const int32_t *ldb, double *s, const double *tol, int32_t *rank, double *work, const int32_t *lwork,
    int32_t *iwork, int32_t *info);
static inline int32_t c254_dgelsd(int32_t m, int32_t n, int32_t nrhs, double *a, int32_t lda, double *b, int32_t ldb,
    double *s, double tol, int32_t *rank, double *work, int32_t lwork, int32_t *iwork) {
  int32_t info = 0;
  dgelsd_(&m, &n, &nrhs, a, &lda, b, &ldb, s, &tol, rank, work, &lwork, iwork, &info);
  return info;
}

void dsyevd_(const char *jobz, const char *uplo, const int32_t *n, double *a, const int32_t *lda, double *w,
    double *work, const int32_t *lwork, int32_t *iwork, const int32_t *liwork, int32_t *info, size_t, size_t);
static inline int32_t c254_dsyevd(char jobz, char uplo, int32_t n, double *a, int32_t lda, double *w, double *work,
    int32_t lwork, int32_t *iwork, int32_t liwork) {
  int32_t info = 0;
  dsyevd_(&jobz, &uplo, &n, a, &lda, w, work, &lwork, iwork, &liwork, &info, 1, 1);
  return info;
}

void dgesdd_(const char *jobz, const int32_t *m, const int32_t *n, double *a, const int32_t *lda, double *s,
    double *u, const int32_t *ldu, double *vt, const int32_t *ldvt, double *work, const int32_t *lwork,
    int32_t *iwork, int32_t *info, size_t);
static inline int32_t c254_dgesdd(char jobz, int32_t m, int32_t n, double *a, int32_t lda, double *s, double *u,
    int32_t ldu, double *vt, int32_t ldvt, double *work, int32_t lwork, int32_t *iwork) {
  int32_t info = 0;
  dgesdd_(&jobz, &m, &n, a, &lda, s, u, &ldu, vt, &ldvt, work, &lwork, iwork, &info, 1);
  return info;
}

// LAPACK: banded and tridiagonal systems

void dgbtrf_(const int32_t *m, const int32_t *n, const int32_t *kl, const int32_t *ku, double *ab,
    const int32_t *ldab, int32_t *ipiv, int32_t *info);
static inline int32_t c254_dgbtrf(int32_t m, int32_t n, int32_t kl, int32_t ku, double *ab, int32_t ldab,
    int32_t *ipiv) {
  int32_t info = 0;
  dgbtrf_(&m, &n, &kl, &ku, ab, &ldab, ipiv, &info);
  return info;
}

void dgbtrs_(const char *trans, const int32_t *n, const int32_t *kl, const int32_t *ku, const int32_t *nrhs,
    const double *ab, const int32_t *ldab, const int32_t *ipiv, double *b, const int32_t *ldb, int32_t *info, size_t);
static inline int32_t c254_dgbtrs(char trans, int32_t n, int32_t kl, int32_t ku, int32_t nrhs, const double *ab,
    int32_t ldab, const int32_t *ipiv, double *b, int32_t ldb) {
  int32_t info = 0;
  dgbtrs_(&trans, &n, &kl, &ku, &nrhs, ab, &ldab, ipiv, b, &ldb, &info, 1);
  return info;
}

void dgbcon_(const char *norm, const int32_t *n, const int32_t *kl, const int32_t *ku, const double *ab,
    const int32_t *ldab, const int32_t *ipiv, const double *anorm, double *rcond, double *work, int32_t *iwork,
    int32_t *info, size_t);
static inline int32_t c254_dgbcon(char norm, int32_t n, int32_t kl, int32_t ku, const double *ab, int32_t ldab,
    const int32_t *ipiv, double anorm, double *rcond, double *work, int32_t *iwork) {
  int32_t info = 0;
  dgbcon_(&norm, &n, &kl, &ku, ab, &ldab, ipiv, &anorm, rcond, work, iwork, &info, 1);
  return info;
}

void dpbtrf_(const char *uplo, const int32_t *n, const int32_t *kd, double *ab, const int32_t *ldab, int32_t *info,
    size_t);
static inline int32_t c254_dpbtrf(char uplo, int32_t n, int32_t kd, double *ab, int32_t ldab) {
  int32_t info = 0;
  dpbtrf_(&uplo, &n, &kd, ab, &ldab, &info, 1);
  return info;
}

void dpbtrs_(const char *uplo, const int32_t *n, const int32_t *kd, const int32_t *nrhs, const double *ab,
    const int32_t *ldab, double *b, const int32_t *ldb, int32_t *info, size_t);
static inline int32_t c254_dpbtrs(char uplo, int32_t n, int32_t kd, int32_t nrhs, const double *ab, int32_t ldab,
    double *b, int32_t ldb) {
  int32_t info = 0;
  dpbtrs_(&uplo, &n, &kd, &nrhs, ab, &ldab, b, &ldb, &info, 1);
  return info;
}

void dpbcon_(const char *uplo, const int32_t *n, const int32_t *kd, const double *ab, const int32_t *ldab,
    const double *anorm, double *rcond, double *work, int32_t *iwork, int32_t *info, size_t);
static inline int32_t c254_dpbcon(char uplo, int32_t n, int32_t kd, const double *ab, int32_t ldab, double anorm,
    double *rcond, double *work, int32_t *iwork) {
  int32_t info = 0;
  dpbcon_(&uplo, &n, &kd, ab, &ldab, &anorm, rcond, work, iwork, &info, 1);
  return info;
}

void dgttrf_(const int32_t *n, double *dl, double *d, double *du, double *du2, int32_t *ipiv, int32_t *info);
static inline int32_t c254_dgttrf(int32_t n, double *dl, double *d, double *du, double *du2, int32_t *ipiv) {
  int32_t info = 0;
  dgttrf_(&n, dl, d, du, du2, ipiv, &info);
  return info;
}

void dgttrs_(const char *trans, const int32_t *n, const int32_t *nrhs, const double *dl, const double *d,
    const double *du, const double *du2, const int32_t *ipiv, double *b, const int32_t *ldb, int32_t *info, size_t);
static inline int32_t c254_dgttrs(char trans, int32_t n, int32_t nrhs, const double *dl, const double *d,
    const double *du, const double *du2, const int32_t *ipiv, double *b, int32_t ldb) {
  int32_t info = 0;
  dgttrs_(&trans, &n, &nrhs, dl, d, du, du2, ipiv, b, &ldb, &info, 1);
  return info;
}

void dgtcon_(const char *norm, const int32_t *n, const double *dl, const double *d, const double *du,
    const double *du2, const int32_t *ipiv, const double *anorm, double *rcond, double *work, int32_t *iwork,
    int32_t *info, size_t);
static inline int32_t c254_dgtcon(char norm, int32_t n, const double *dl, const double *d, const double *du,
    const double *du2, const int32_t *ipiv, double anorm, double *rcond, double *work, int32_t *iwork) {
  int32_t info = 0;
  dgtcon_(&norm, &n, dl, d, du, du2, ipiv, &anorm, rcond, work, iwork, &info, 1);
  return info;
}

void dpttrf_(const int32_t *n, double *d, double *e, int32_t *info);
static inline int32_t c254_dpttrf(int32_t n, double *d, double *e) {
  int32_t info = 0;
  dpttrf_(&n, d, e, &info);
  return info;
}

void dpttrs_(const int32_t *n, const int32_t *nrhs, const double *d, const double *e, double *b, const int32_t *ldb,
    int32_t *info);
static inline int32_t c254_dpttrs(int32_t n, int32_t nrhs, const double *d, const double *e, double *b, int32_t ldb) {
  int32_t info = 0;
  dpttrs_(&n, &nrhs, d, e, b, &ldb, &info);
  return info;
}

void dptcon_(const int32_t *n, const double *d, const double *e, const double *anorm, double *rcond, double *work,
    int32_t *info);
static inline int32_t c254_dptcon(int32_t n, const double *d, const double *e, double anorm, double *rcond,
    double *work) {
  int32_t info = 0;
  dptcon_(&n, d, e, &anorm, rcond, work, &info);
  return info;
}
