// The resampler's inner loop in AVX2, for processors that have it: Swift can't compile one function for another processor than the rest.
#pragma once
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>

/// Whether this processor knows AVX2 and FMA.
static inline int vg_has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

/// The eight partial sums of one output.
__attribute__((target("avx2,fma"), always_inline)) static inline __m256 vg_products(const float *samples, const float *coefficients, long taps) {
    __m256 even = _mm256_setzero_ps(), odd = _mm256_setzero_ps();
    for (long tap = 0; tap < taps; tap += 16) {
        even = _mm256_fmadd_ps(_mm256_loadu_ps(samples + tap), _mm256_loadu_ps(coefficients + tap), even);
        odd = _mm256_fmadd_ps(_mm256_loadu_ps(samples + tap + 8), _mm256_loadu_ps(coefficients + tap + 8), odd);
    }
    return _mm256_add_ps(even, odd);
}

/// Writes `count` outputs of a polyphase filter, rounded and saturated; each is summed in the same order wherever it lies in a call.
///
/// `taps` is a multiple of 16. `position` (in samples) and `phase` say where the first output begins to read, and are moved on.
__attribute__((target("avx2,fma"))) static inline void vg_polyphase_avx2(
    const float *samples, const float *coefficients, long taps, long up, long down, long *position, long *phase, int16_t *output, long count
) {
    long at = *position, of = *phase;
    for (long index = 0; index < count; index += 4) {
        // The last outputs come alone; what is missing to four is worked out from the last and not written.
        long wanted = count - index < 4 ? count - index : 4;
        __m256 sums[4];
        for (long lane = 0; lane < 4; lane++) {
            if (lane >= wanted) {
                sums[lane] = sums[wanted - 1];
                continue;
            }
            sums[lane] = vg_products(samples + at, coefficients + of * taps, taps);
            of += down;
            while (of >= up) {
                of -= up;
                at++;
            }
        }
        __m256 pairs = _mm256_hadd_ps(_mm256_hadd_ps(sums[0], sums[1]), _mm256_hadd_ps(sums[2], sums[3]));
        __m128 totals = _mm_add_ps(_mm256_castps256_ps128(pairs), _mm256_extractf128_ps(pairs, 1));
        // Far beyond full scale the conversion would wrap.
        totals = _mm_min_ps(_mm_max_ps(totals, _mm_set1_ps(-32768.0f)), _mm_set1_ps(32767.0f));
        __m128i rounded = _mm_packs_epi32(_mm_cvtps_epi32(totals), _mm_setzero_si128());
        int64_t four = _mm_cvtsi128_si64(rounded);
        for (long lane = 0; lane < wanted; lane++) output[index + lane] = (int16_t)(four >> (16 * lane));
    }
    *position = at;
    *phase = of;
}
#else
static inline int vg_has_avx2(void) { return 0; }
static inline void vg_polyphase_avx2(
    const float *samples, const float *coefficients, long taps, long up, long down, long *position, long *phase, int16_t *output, long count
) { }
#endif
