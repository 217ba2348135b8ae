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
/// Sixteen bytes from `at` on, of which `left` count. Where fewer are left, the load may run past them, but never into another
/// page of memory.
static inline __m128i tocsin_load16(const uint8_t *at, size_t left) {
  if (left < 16 && ((uintptr_t)at & 4095) > 4096 - 16) {
    uint8_t copy[16] = {0};
    for (size_t i = 0; i < left; i++) copy[i] = at[i];
    return _mm_loadu_si128((const __m128i *)copy);
  }
  return _mm_loadu_si128((const __m128i *)at);
}

/// Which bytes stand in the range of `width` + 1 bytes from `first` on.
static inline __m128i tocsin_in_range(__m128i bytes, char first, char width) {
  __m128i offset = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
  return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(width)), offset);
}

/// Which bytes are digits.
static inline __m128i tocsin_digits(__m128i bytes) { return tocsin_in_range(bytes, '0', 9); }

/// Which bytes may stand in an address or a host's name: letters, digits and `.:-_%`.
static inline __m128i tocsin_address_bytes(__m128i bytes) {
  __m128i letters = tocsin_in_range(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 25);
  __m128i others = _mm_or_si128(tocsin_in_range(bytes, '0', 10), tocsin_in_range(bytes, '-', 1));
  __m128i rare = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('%')));
  return _mm_or_si128(_mm_or_si128(letters, others), rare);
}

/// Which bytes may end the name in a syslog tag: control characters, white space, `[`, `:`, `=`, `"` and `{`.
static inline __m128i tocsin_tag_ends(__m128i bytes) {
  __m128i space = _mm_set1_epi8(0x20);
  __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, space), bytes);
  // `[` and `{` differ in one bit.
  __m128i open = _mm_cmpeq_epi8(_mm_or_si128(bytes, space), _mm_set1_epi8('{'));
  __m128i colon = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(':')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('=')));
  return _mm_or_si128(_mm_or_si128(low, open), _mm_or_si128(colon, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))));
}

/// The index of the first byte at or after `start` for which `test` says `wanted`, or `count`.
#define TOCSIN_FIND(test, wanted) \
  for (size_t i = start; i < count; i += 16) { \
    unsigned mask = (unsigned)_mm_movemask_epi8(test(tocsin_load16(bytes + i, count - i))); \
    if (!(wanted)) mask ^= 0xFFFF; \
    if (mask) { \
      size_t found = i + (size_t)__builtin_ctz(mask); \
      return found < count ? found : count; \
    } \
  } \
  return count;

/// The index behind the last byte before `end`, from `start` on, for which `test` does not hold, or `start`; `holds` says the same
/// of one byte, where there are not sixteen before it.
#define TOCSIN_FIND_BACK(test, holds) \
  for (size_t i = end; i > start; i -= 16) { \
    if (i < 16) { \
      while (i > start && holds(bytes[i - 1])) i--; \
      return i; \
    } \
    unsigned mask = 0xFFFF ^ (unsigned)_mm_movemask_epi8(test(_mm_loadu_si128((const __m128i *)(bytes + i - 16)))); \
    if (mask) { \
      size_t found = i + 16 - (size_t)__builtin_clz(mask); \
      return found > start ? found : start; \
    } \
  } \
  return start;
#endif

static inline int tocsin_is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }
static inline int tocsin_is_address_byte(uint8_t byte) {
  return (uint8_t)(byte - '0') < 11 || (uint8_t)((byte | 0x20) - 'a') < 26 || (uint8_t)(byte - '-') < 2 || byte == '_'
      || byte == '%';
}
static inline int tocsin_ends_tag(uint8_t byte) {
  return byte <= 0x20 || byte == '[' || byte == '{' || byte == ':' || byte == '=' || byte == '"';
}

/// The index of the first of three bytes at or after `start`, or `count`.
static inline size_t tocsin_find3(const uint8_t *bytes, size_t start, size_t count, uint8_t a, uint8_t b, uint8_t c) {
#if defined(__SSE2__)
  __m128i first = _mm_set1_epi8((char)a), second = _mm_set1_epi8((char)b), third = _mm_set1_epi8((char)c);
  for (size_t i = start; i < count; i += 16) {
    __m128i block = tocsin_load16(bytes + i, count - i);
    __m128i equal = _mm_or_si128(_mm_cmpeq_epi8(block, first), _mm_cmpeq_epi8(block, second));
    unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(equal, _mm_cmpeq_epi8(block, third)));
    if (mask) {
      size_t found = i + (size_t)__builtin_ctz(mask);
      return found < count ? found : count;
    }
  }
#else
  for (size_t i = start; i < count; i++)
    if (bytes[i] == a || bytes[i] == b || bytes[i] == c) return i;
#endif
  return count;
}

/// The index of the first of two bytes at or after `start`, or `count`.
static inline size_t tocsin_find2(const uint8_t *bytes, size_t start, size_t count, uint8_t a, uint8_t b) {
#if defined(__SSE2__)
  __m128i first = _mm_set1_epi8((char)a), second = _mm_set1_epi8((char)b);
  for (size_t i = start; i < count; i += 16) {
    __m128i block = tocsin_load16(bytes + i, count - i);
    unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(block, first), _mm_cmpeq_epi8(block, second)));
    if (mask) {
      size_t found = i + (size_t)__builtin_ctz(mask);
      return found < count ? found : count;
    }
  }
#else
  for (size_t i = start; i < count; i++)
    if (bytes[i] == a || bytes[i] == b) return i;
#endif
  return count;
}

/// The same where it is likely far away.
static __attribute__((noinline, unused)) size_t tocsin_find2_far(
    const uint8_t *bytes, size_t start, size_t count, uint8_t a, uint8_t b) {
#if defined(__SSE2__)
  __m128i first = _mm_set1_epi8((char)a), second = _mm_set1_epi8((char)b);
  for (; start + 32 <= count; start += 32) {
    __m128i low = _mm_loadu_si128((const __m128i *)(bytes + start));
    __m128i high = _mm_loadu_si128((const __m128i *)(bytes + start + 16));
    low = _mm_or_si128(_mm_cmpeq_epi8(low, first), _mm_cmpeq_epi8(low, second));
    high = _mm_or_si128(_mm_cmpeq_epi8(high, first), _mm_cmpeq_epi8(high, second));
    unsigned mask = (unsigned)_mm_movemask_epi8(low) | (unsigned)_mm_movemask_epi8(high) << 16;
    if (mask) return start + (size_t)__builtin_ctz(mask);
  }
#endif
  return tocsin_find2(bytes, start, count, a, b);
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

static inline uint32_t tocsin_gram4(const uint8_t *at) {
  uint32_t gram;
  memcpy(&gram, at, 4);
  return gram | TOCSIN_GRAM_FOLD;
}

/// The same of every `step`th place from `start` on.
static __attribute__((noinline, unused)) size_t tocsin_find_gram4_step(
    const uint8_t *bytes, size_t start, size_t count, const uint64_t *set, unsigned shift, size_t step) {
  size_t i = start;
  for (; i + 3 * step + 4 <= count; i += 4 * step) {
    uint64_t any = tocsin_has_gram(set, tocsin_gram4(bytes + i), shift)
        | tocsin_has_gram(set, tocsin_gram4(bytes + i + step), shift)
        | tocsin_has_gram(set, tocsin_gram4(bytes + i + 2 * step), shift)
        | tocsin_has_gram(set, tocsin_gram4(bytes + i + 3 * step), shift);
    if (any & 1) break;
  }
  for (; i + 4 <= count; i += step)
    if (tocsin_has_gram(set, tocsin_gram4(bytes + i), shift) & 1) return i;
  return count;
}

/// The same of two bytes, at every place.
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
    __m128i block = tocsin_load16(bytes + i, count - i);
    // Bytes beyond ASCII are negative, and so below a space, too.
    __m128i found = _mm_or_si128(
        _mm_or_si128(_mm_cmplt_epi8(block, space), _mm_cmpeq_epi8(block, quote)),
        _mm_or_si128(_mm_cmpeq_epi8(block, slash), _mm_cmpeq_epi8(block, del)));
    unsigned mask = (unsigned)_mm_movemask_epi8(found);
    if (mask) {
      size_t at = i + (size_t)__builtin_ctz(mask);
      return at < count ? at : count;
    }
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

/// The index of the first byte at or after `start` that may end a syslog tag, or `count`.
static inline size_t tocsin_find_tag_end(const uint8_t *bytes, size_t start, size_t count) {
#if defined(__SSE2__)
  TOCSIN_FIND(tocsin_tag_ends, 1)
#else
  for (size_t i = start; i < count; i++)
    if (tocsin_ends_tag(bytes[i])) return i;
  return count;
#endif
}

/// The index of the first byte at or after `start` that is no digit, or `count`.
static inline size_t tocsin_skip_digits(const uint8_t *bytes, size_t start, size_t count) {
#if defined(__SSE2__)
  TOCSIN_FIND(tocsin_digits, 0)
#else
  for (size_t i = start; i < count; i++)
    if (!tocsin_is_digit(bytes[i])) return i;
  return count;
#endif
}

/// The index of the first byte at or after `start` that stands in no address and no host's name, or `count`.
static inline size_t tocsin_skip_address(const uint8_t *bytes, size_t start, size_t count) {
#if defined(__SSE2__)
  TOCSIN_FIND(tocsin_address_bytes, 0)
#else
  for (size_t i = start; i < count; i++)
    if (!tocsin_is_address_byte(bytes[i])) return i;
  return count;
#endif
}

/// Where the run of digits that ends before `end` begins, not before `start`.
static inline size_t tocsin_skip_digits_back(const uint8_t *bytes, size_t start, size_t end) {
#if defined(__SSE2__)
  TOCSIN_FIND_BACK(tocsin_digits, tocsin_is_digit)
#else
  while (end > start && tocsin_is_digit(bytes[end - 1])) end--;
  return end;
#endif
}

/// Where the run of bytes of an address or a host's name that ends before `end` begins, not before `start`.
static inline size_t tocsin_skip_address_back(const uint8_t *bytes, size_t start, size_t end) {
#if defined(__SSE2__)
  TOCSIN_FIND_BACK(tocsin_address_bytes, tocsin_is_address_byte)
#else
  while (end > start && tocsin_is_address_byte(bytes[end - 1])) end--;
  return end;
#endif
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

/// Asks for memory that is read soon. Any address will do.
static inline void tocsin_prefetch(const void *address) { __builtin_prefetch(address); }

/// Whether the processor knows SHA-256.
int tocsin_has_sha256(void);

/// Takes `count` blocks of 64 bytes into the eight words of a SHA-256, with the 64 constants of its rounds, where the processor knows
/// SHA-256; elsewhere it must not be called.
void tocsin_sha256(uint32_t *state, const uint8_t *blocks, size_t count, const uint32_t *constants);
