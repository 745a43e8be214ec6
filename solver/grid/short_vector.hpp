#pragma once
// Short vectors of doubles, as wide as the registers that this file is compiled for, and the few operations
// that sweeps need. Every lane rounds like the scalar expression.

#include <cmath>
#include <cstddef>
#include <utility>

#if defined(__AVX__)
#include <immintrin.h>
#endif

namespace isotherm::blocked {

#if defined(__AVX512F__)
inline constexpr int lanes = 8;
#elif defined(__AVX__)
inline constexpr int lanes = 4;
#else
inline constexpr int lanes = 2;
#endif

using Vec = double __attribute__((vector_size(lanes * sizeof(double))));

inline Vec broadcast(double x) {
  return x - Vec{};
}

inline Vec load(const double* p) {
  Vec v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}
inline void store(double* p, Vec v) {
  __builtin_memcpy(p, &v, sizeof v);
}

/// Stores past the caches, where the machine can: for what nobody reads soon. `p` is aligned like a Vec.
/// Others may read it after order_streams().
inline void stream(double* p, Vec v) {
#if defined(__AVX512F__)
  _mm512_stream_pd(p, v);
#elif defined(__AVX__)
  _mm256_stream_pd(p, v);
#else
  store(p, v);
#endif
}
inline void order_streams() {
#if defined(__AVX__)
  _mm_sfence();
#endif
}

/// a * b + c with one rounding.
inline Vec fma(Vec a, Vec b, Vec c) {
#if defined(__AVX512F__)
  return _mm512_fmadd_pd(a, b, c);
#elif defined(__FMA__)
  return _mm256_fmadd_pd(a, b, c);
#else
  for (int lane = 0; lane < lanes; ++lane) c[lane] = std::fma(a[lane], b[lane], c[lane]);
  return c;
#endif
}

/// {first, v[0], v[1], ...}: every element one lane up, the last one falls out.
inline Vec shift_up(Vec v, double first) {
  v = [v]<int... lane>(std::integer_sequence<int, lane...>) {
    return __builtin_shufflevector(v, v, ((lane + lanes - 1) % lanes)...);
  }
  (std::make_integer_sequence<int, lanes>());
  v[0] = first;
  return v;
}

/// {a[0], b[0], a[1], b[1], ...}: the first halves of a and b interleaved (half = 0), or the second ones.
template <int half>
inline Vec interleave(Vec a, Vec b) {
  return [ a, b ]<int... lane>(std::integer_sequence<int, lane...>) {
    return __builtin_shufflevector(a, b, (half * lanes / 2 + lane / 2 + lane % 2 * lanes)...);
  }
  (std::make_integer_sequence<int, lanes>());
}

/// Transposes the square x[row][lane] in place: log2(lanes) riffles of all its elements.
inline void transpose(Vec (&x)[lanes]) {
  for (int round = 1; round < lanes; round *= 2) {
    Vec riffled[lanes];
    for (std::ptrdiff_t i = 0; i < lanes / 2; ++i) {
      riffled[2 * i] = interleave<0>(x[i], x[i + lanes / 2]);
      riffled[2 * i + 1] = interleave<1>(x[i], x[i + lanes / 2]);
    }
    for (int i = 0; i < lanes; ++i) x[i] = riffled[i];
  }
}

}  // namespace isotherm::blocked
