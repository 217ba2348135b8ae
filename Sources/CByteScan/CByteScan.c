#include "LineHeads.h"

/// Notes the line that ends at the lowest newline of a block's mask; returns where the next one starts.
static inline size_t tocsin_add_line(struct tocsin_line **next, size_t start, size_t block, uint64_t mask) {
  size_t end = block + (size_t)__builtin_ctzll(mask);
  *(*next)++ = (struct tocsin_line){(uint32_t)start, (uint32_t)end};
  return end + 1;
}

size_t tocsin_lines_by64(const uint8_t *bytes, size_t block, size_t count, size_t start, struct tocsin_line *lines) {
  struct tocsin_line *next = lines;
  for (size_t end = block + 64 * count; block < end; block += 64)
    for (uint64_t mask = tocsin_mask64(bytes + block, 0x0A); mask; mask &= mask - 1)
      start = tocsin_add_line(&next, start, block, mask);
  return (size_t)(next - lines);
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>

/// Whether processor and system know AVX2 and BMI.
static int has_avx2(void) {
  unsigned a, b, c, d;
  const unsigned saves = bit_OSXSAVE | bit_AVX;
  if (!__get_cpuid(1, &a, &b, &c, &d) || (c & saves) != saves) return 0;
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  const unsigned wanted = bit_AVX2 | bit_BMI;
  return (low & 6) == 6 && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & wanted) == wanted;
}

__attribute__((target("avx2,bmi"))) static size_t lines_avx2(
    const uint8_t *bytes, size_t block, size_t count, size_t start, struct tocsin_line *lines) {
  const __m256i newline = _mm256_set1_epi8(0x0A);
  struct tocsin_line *next = lines;
  for (size_t end = block + 64 * count; block < end; block += 64) {
    __m256i low = _mm256_loadu_si256((const __m256i *)(bytes + block));
    __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + block + 32));
    uint64_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, newline));
    uint64_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, newline));
    for (uint64_t mask = first | second << 32; mask; mask &= mask - 1) start = tocsin_add_line(&next, start, block, mask);
  }
  return (size_t)(next - lines);
}

size_t tocsin_lines(const uint8_t *bytes, size_t block, size_t count, size_t start, struct tocsin_line *lines) {
  // 0 until it was asked, then 1 or 2; whoever asks at the same time finds the same.
  static _Atomic int known;
  int answer = atomic_load_explicit(&known, memory_order_relaxed);
  if (!answer) {
    answer = has_avx2() ? 2 : 1;
    atomic_store_explicit(&known, answer, memory_order_relaxed);
  }
  return (answer == 2 ? lines_avx2 : tocsin_lines_by64)(bytes, block, count, start, lines);
}

int tocsin_has_sha256(void) {
  unsigned a, b, c, d;
  // SSE4.1 and SSSE3 came long before.
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
}

__attribute__((target("sha,sse4.1,ssse3"))) void tocsin_sha256(
    uint32_t *state, const uint8_t *blocks, size_t count, const uint32_t *constants) {
  const __m128i swap = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
  // The processor wants the eight words as ABEF and CDGH, highest lane first.
  __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
  __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
  __m128i abef = _mm_alignr_epi8(badc, hgfe, 8);
  __m128i cdgh = _mm_blend_epi16(hgfe, badc, 0xF0);
  for (; count > 0; count--, blocks += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i w[4];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      __m128i now;
      if (i < 4) {
        now = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(blocks + 16 * i)), swap);
      } else {
        now = _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]);
        now = _mm_add_epi32(now, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
        now = _mm_sha256msg2_epu32(now, w[(i + 3) & 3]);
      }
      w[i & 3] = now;
      __m128i sum = _mm_add_epi32(now, _mm_loadu_si128((const __m128i *)(constants + 4 * i)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  __m128i abfe = _mm_shuffle_epi32(abef, 0x1B);
  __m128i ghcd = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(abfe, ghcd, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(ghcd, abfe, 8));
}
#else
size_t tocsin_lines(const uint8_t *bytes, size_t block, size_t count, size_t start, struct tocsin_line *lines) {
  return tocsin_lines_by64(bytes, block, count, start, lines);
}

int tocsin_has_sha256(void) { return 0; }

void tocsin_sha256(uint32_t *state, const uint8_t *blocks, size_t count, const uint32_t *constants) {}
#endif
