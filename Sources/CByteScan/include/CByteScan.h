// Byte masks over 64-byte blocks: the one thing Swift cannot say as fast as C.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// Bit i is set where block[i] == byte. Reads exactly 64 bytes.
static inline uint64_t tocsin_mask64(const uint8_t *block, uint8_t byte) {
#if defined(__SSE2__)
  __m128i wanted = _mm_set1_epi8((char)byte);
  uint64_t m0 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)block), wanted));
  uint64_t m1 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(block + 16)), wanted));
  uint64_t m2 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(block + 32)), wanted));
  uint64_t m3 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(block + 48)), wanted));
  return m0 | m1 << 16 | m2 << 32 | m3 << 48;
#elif defined(__ARM_NEON)
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t wanted = vdupq_n_u8(byte);
  uint8x16_t a = vandq_u8(vceqq_u8(vld1q_u8(block), wanted), bits);
  uint8x16_t b = vandq_u8(vceqq_u8(vld1q_u8(block + 16), wanted), bits);
  uint8x16_t c = vandq_u8(vceqq_u8(vld1q_u8(block + 32), wanted), bits);
  uint8x16_t d = vandq_u8(vceqq_u8(vld1q_u8(block + 48), wanted), bits);
  uint8x16_t sum = vpaddq_u8(vpaddq_u8(a, b), vpaddq_u8(c, d));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(block[i] == byte) << i;
  return mask;
#endif
}

#if defined(__SSE2__)
/// Which of the up to 16 bytes from `at` on equal `first` or `second`. Where fewer than 16 are left, the load may run past them, but
/// never into another page of memory, and what it found there is masked off.
static inline unsigned tocsin_match16(const uint8_t *at, size_t left, __m128i first, __m128i second) {
  __m128i block;
  unsigned kept = 0xFFFF;
  if (left < 16) {
    kept = (1u << left) - 1;
    if (((uintptr_t)at & 4095) > 4096 - 16) {
      uint8_t copy[16] = {0};
      for (size_t i = 0; i < left; i++) copy[i] = at[i];
      block = _mm_loadu_si128((const __m128i *)copy);
    } else {
      block = _mm_loadu_si128((const __m128i *)at);
    }
  } else {
    block = _mm_loadu_si128((const __m128i *)at);
  }
  __m128i equal = _mm_or_si128(_mm_cmpeq_epi8(block, first), _mm_cmpeq_epi8(block, second));
  return (unsigned)_mm_movemask_epi8(equal) & kept;
}
#endif

/// The index of the first of two bytes at or after `start`, or `count`.
static inline size_t tocsin_find2(const uint8_t *bytes, size_t start, size_t count, uint8_t a, uint8_t b) {
  size_t i = start;
#if defined(__SSE2__)
  __m128i first = _mm_set1_epi8((char)a), second = _mm_set1_epi8((char)b);
  for (; i < count; i += 16) {
    unsigned mask = tocsin_match16(bytes + i, count - i, first, second);
    if (mask) return i + (size_t)__builtin_ctz(mask);
  }
#else
  for (; i < count; i++)
    if (bytes[i] == a || bytes[i] == b) return i;
#endif
  return count;
}

/// The index of the first `byte` at or after `start`, or `count` where there is none.
static inline size_t tocsin_find(const uint8_t *bytes, size_t start, size_t count, uint8_t byte) {
  return tocsin_find2(bytes, start, count, byte, byte);
}

/// The index, at or after `start`, of the first four bytes whose hash is in the set `bits`, or `count`. Hashes are cut to the bits
/// above `shift`; the set has as many.
static inline size_t tocsin_find_gram4(
    const uint8_t *bytes, size_t start, size_t count, const uint64_t *bits, unsigned shift, uint32_t multiplier, uint32_t fold) {
  for (size_t i = start; i + 4 <= count; i++) {
    uint32_t gram;
    memcpy(&gram, bytes + i, 4);
    uint32_t hash = ((gram | fold) * multiplier) >> shift;
    if (bits[hash >> 6] >> (hash & 63) & 1) return i;
  }
  return count;
}

/// The same of two bytes.
static inline size_t tocsin_find_gram2(
    const uint8_t *bytes, size_t start, size_t count, const uint64_t *bits, unsigned shift, uint32_t multiplier, uint32_t fold) {
  for (size_t i = start; i + 2 <= count; i++) {
    uint16_t gram;
    memcpy(&gram, bytes + i, 2);
    uint32_t hash = (((uint32_t)gram | fold) * multiplier) >> shift;
    if (bits[hash >> 6] >> (hash & 63) & 1) return i;
  }
  return count;
}

/// The index of the first byte at or after `start` of which `table` holds true, or `count`.
static inline size_t tocsin_find_class(const uint8_t *bytes, size_t start, size_t count, const uint8_t table[256]) {
  for (size_t i = start; i < count; i++)
    if (table[bytes[i]]) return i;
  return count;
}

/// What may end the name in a syslog tag: control characters, white space, `[`, `:`, `=`, `"` and `{`.
static const uint8_t tocsin_tag_ends[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['"'] = 1, [' '] = 1, [':'] = 1, ['='] = 1, ['['] = 1, ['{'] = 1,
};

/// The index of the first byte at or after `start` that may end a syslog tag, or `count`.
static inline size_t tocsin_find_tag_end(const uint8_t *bytes, size_t start, size_t count) {
  return tocsin_find_class(bytes, start, count, tocsin_tag_ends);
}

/// Copies bytes up to the first `a` or `b`, or all `count` of them; returns how many. `target` has room for `count`, of which more
/// may be written than are copied.
static inline size_t tocsin_copy_until2(uint8_t *target, const uint8_t *source, size_t count, uint8_t a, uint8_t b) {
  size_t i = 0;
#if defined(__SSE2__)
  __m128i first = _mm_set1_epi8((char)a), second = _mm_set1_epi8((char)b);
  for (; i + 16 <= count; i += 16) {
    __m128i block = _mm_loadu_si128((const __m128i *)(source + i));
    _mm_storeu_si128((__m128i *)(target + i), block);
    unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(block, first), _mm_cmpeq_epi8(block, second)));
    if (mask) return i + (size_t)__builtin_ctz(mask);
  }
#endif
  for (; i < count && source[i] != a && source[i] != b; i++) target[i] = source[i];
  return i;
}
