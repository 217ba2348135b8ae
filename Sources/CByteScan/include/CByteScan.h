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
/// The up to 16 bytes from `at` on, and in `kept` a bit for each of them. Where fewer than 16 are left, the load may run past them,
/// but never into another page of memory, and what it found there has no bit.
static inline __m128i tocsin_load16(const uint8_t *at, size_t left, unsigned *kept) {
  *kept = 0xFFFF;
  if (left < 16) {
    *kept = (1u << left) - 1;
    if (((uintptr_t)at & 4095) > 4096 - 16) {
      uint8_t copy[16] = {0};
      for (size_t i = 0; i < left; i++) copy[i] = at[i];
      return _mm_loadu_si128((const __m128i *)copy);
    }
  }
  return _mm_loadu_si128((const __m128i *)at);
}

/// Which of the up to 16 bytes from `at` on equal `first` or `second`.
static inline unsigned tocsin_match16(const uint8_t *at, size_t left, __m128i first, __m128i second) {
  unsigned kept;
  __m128i block = tocsin_load16(at, left, &kept);
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

/// The hash of a gram, two or four neighbouring bytes. Its highest bits choose a word of a set, two numbers below these a bit each.
#define TOCSIN_GRAM_HASH(gram) ((uint64_t)(gram) * 0x9E3779B97F4A7C15u)
/// What makes small letters of capitals, and other signs of some signs.
#define TOCSIN_GRAM_FOLD 0x20202020u

/// The lowest bit says whether a set of 2^(64 - shift) words has both bits of a gram.
static inline uint64_t tocsin_has_gram(const uint64_t *set, uint32_t gram, unsigned shift) {
  uint64_t hash = TOCSIN_GRAM_HASH(gram);
  uint64_t word = set[hash >> shift];
  return (word >> (hash >> 40 & 63)) & (word >> (hash >> 34 & 63));
}

/// Four grams a step, so that there is one branch for them.
static inline __attribute__((always_inline)) size_t tocsin_find_gram4_by(
    const uint8_t *bytes, size_t start, size_t count, const uint64_t *set, unsigned shift) {
  size_t i = start;
  for (; i + 8 <= count; i += 4) {
    uint64_t word;
    memcpy(&word, bytes + i, 8);
    word |= (uint64_t)TOCSIN_GRAM_FOLD << 32 | TOCSIN_GRAM_FOLD;
    uint64_t any = tocsin_has_gram(set, (uint32_t)word, shift) | tocsin_has_gram(set, (uint32_t)(word >> 8), shift)
        | tocsin_has_gram(set, (uint32_t)(word >> 16), shift) | tocsin_has_gram(set, (uint32_t)(word >> 24), shift);
    if (any & 1) break;
  }
  for (; i + 4 <= count; i++) {
    uint32_t gram;
    memcpy(&gram, bytes + i, 4);
    if (tocsin_has_gram(set, gram | TOCSIN_GRAM_FOLD, shift) & 1) return i;
  }
  return count;
}

/// The index, at or after `start`, of the first four bytes that are in a set of grams, or `count`. Some that are not may be found,
/// too. Shifts by a constant are cheaper: those of common sizes are.
static __attribute__((noinline, unused)) size_t tocsin_find_gram4(
    const uint8_t *bytes, size_t start, size_t count, const uint64_t *set, unsigned shift) {
  switch (shift) {
  case 51: return tocsin_find_gram4_by(bytes, start, count, set, 51);
  case 52: return tocsin_find_gram4_by(bytes, start, count, set, 52);
  case 53: return tocsin_find_gram4_by(bytes, start, count, set, 53);
  case 54: return tocsin_find_gram4_by(bytes, start, count, set, 54);
  case 55: return tocsin_find_gram4_by(bytes, start, count, set, 55);
  default: return tocsin_find_gram4_by(bytes, start, count, set, shift);
  }
}

/// The same of two bytes.
static inline size_t tocsin_find_gram2(const uint8_t *bytes, size_t start, size_t count, const uint64_t *set, unsigned shift) {
  size_t i = start;
  for (; i + 8 <= count; i += 4) {
    uint64_t word;
    memcpy(&word, bytes + i, 8);
    word |= (uint64_t)TOCSIN_GRAM_FOLD << 32 | TOCSIN_GRAM_FOLD;
    uint64_t any = tocsin_has_gram(set, (uint16_t)word, shift) | tocsin_has_gram(set, (uint16_t)(word >> 8), shift)
        | tocsin_has_gram(set, (uint16_t)(word >> 16), shift) | tocsin_has_gram(set, (uint16_t)(word >> 24), shift);
    if (any & 1) break;
  }
  for (; i + 2 <= count; i++) {
    uint16_t gram;
    memcpy(&gram, bytes + i, 2);
    if (tocsin_has_gram(set, gram | (TOCSIN_GRAM_FOLD & 0xFFFF), shift) & 1) return i;
  }
  return count;
}

/// Adds a gram to a set.
static inline void tocsin_add_gram(uint64_t *set, uint32_t gram, unsigned shift) {
  uint64_t hash = TOCSIN_GRAM_HASH(gram);
  set[hash >> shift] |= 1ull << (hash >> 40 & 63) | 1ull << (hash >> 34 & 63);
}

/// The index of the first byte at or after `start` that a JSON string may not hold as it is: a control, `"`, `\`, DEL, or any byte
/// beyond ASCII, of which somebody has to look at more; or `count`.
static inline size_t tocsin_find_escape(const uint8_t *bytes, size_t start, size_t count) {
  size_t i = start;
#if defined(__SSE2__)
  const __m128i space = _mm_set1_epi8(0x20), quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), del = _mm_set1_epi8(0x7F);
  for (; i < count; i += 16) {
    unsigned kept;
    __m128i block = tocsin_load16(bytes + i, count - i, &kept);
    // Bytes beyond ASCII are negative, and so below a space, too.
    __m128i found = _mm_or_si128(
        _mm_or_si128(_mm_cmplt_epi8(block, space), _mm_cmpeq_epi8(block, quote)),
        _mm_or_si128(_mm_cmpeq_epi8(block, slash), _mm_cmpeq_epi8(block, del)));
    unsigned mask = (unsigned)_mm_movemask_epi8(found) & kept;
    if (mask) return i + (size_t)__builtin_ctz(mask);
  }
#else
  const uint64_t ones = 0x0101010101010101;
  for (; i + 8 <= count; i += 8) {
    uint64_t word;
    __builtin_memcpy(&word, bytes + i, 8);
    uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\', del = word ^ ones * 0x7F;
    if (((word - ones * 0x20) | (quote - ones) | (slash - ones) | (del - ones) | word) & ones * 0x80) break;
  }
  for (; i < count; i++)
    if (bytes[i] < 0x20 || bytes[i] >= 0x7F || bytes[i] == '"' || bytes[i] == '\\') return i;
#endif
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

/// Where a secret may begin or be announced.
static const uint8_t tocsin_secret_starts[256] = {
    ['='] = 1, [':'] = 1, ['%'] = 1, ['-'] = 1, ['.'] = 1, ['"'] = 1, ['\''] = 1, ['>'] = 1, ['_'] = 1,
    ['\\'] = 1, ['J'] = 1, ['K'] = 1, ['S'] = 1, ['B'] = 1, ['b'] = 1, ['z'] = 1,
};

/// The index of the first byte at or after `start` where a secret may begin or be announced, or `count`.
static inline size_t tocsin_find_secret_start(const uint8_t *bytes, size_t start, size_t count) {
  return tocsin_find_class(bytes, start, count, tocsin_secret_starts);
}
