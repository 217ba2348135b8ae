// Lines and their heads, many bytes at once.
#pragma once
#include "CByteScan.h"

/// Where a line starts, and where its newline stands.
struct tocsin_line {
  uint32_t start, end;
};

/// The lines that end in the `count` blocks of 64 bytes from `block` on, the first of which starts at `start`, and how many they are.
/// There is room for 64 of each block.
size_t tocsin_lines(const uint8_t *bytes, size_t block, size_t count, size_t start, struct tocsin_line *lines);
/// The same, as any processor can.
size_t tocsin_lines_by64(const uint8_t *bytes, size_t block, size_t count, size_t start, struct tocsin_line *lines);

/// Whether a text of at most 15 bytes is a dotted IPv4 address: four decimal parts up to 255 without leading zeros.
static inline int tocsin_is_ipv4(const uint8_t *text, size_t count) {
#if defined(__SSE2__)
  __m128i bytes = tocsin_load16(text, count);
  unsigned all = (1u << count) - 1;
  unsigned digits = (unsigned)_mm_movemask_epi8(tocsin_digits(bytes)) & all;
  unsigned points = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.'))) & all;
  // Each part begins at the text's start or behind a point, with a digit, and there are three points.
  unsigned starts = 1 | points << 1;
  unsigned rest = points & (points - 1);
  rest &= rest - 1;
  if ((digits | points) != all || (starts & ~digits) || !rest || (rest & (rest - 1))) return 0;
  // Of each digit the second and the third behind it.
  unsigned second = digits >> 1, third = second & digits >> 2;
  unsigned zeros = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('0')));
  if ((starts & zeros & second) || (digits & third & digits >> 3)) return 0;
  unsigned threes = starts & third;
  if (!threes) return 1;
  unsigned ones = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('1')));
  unsigned twos = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('2')));
  unsigned low = (unsigned)_mm_movemask_epi8(tocsin_in_range(bytes, '0', 4));
  unsigned fives = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('5')));
  return !(threes & ~(ones | (twos & (low >> 1 | (fives >> 1 & (low | fives) >> 2)))));
#else
  size_t at = 0;
  for (int part = 0; part < 4; part++) {
    if (part && (at == count || text[at++] != '.')) return 0;
    unsigned number = 0;
    size_t start = at;
    while (at < count && at - start < 3 && tocsin_is_digit(text[at])) number = number * 10 + (text[at++] - '0');
    if (at == start || number > 255 || (at - start > 1 && text[start] == '0')) return 0;
  }
  return at == count;
#endif
}

/// For 48 bytes from `block` on: bit i of the result is set where block[i] may end the name in a syslog tag, and of `digits` where
/// it is a digit.
__attribute__((always_inline)) static inline uint64_t tocsin_tag_masks(const uint8_t *block, uint64_t *digits) {
  uint64_t ends = 0, numbers = 0;
#if defined(__SSE2__)
  for (int i = 0; i < 48; i += 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(block + i));
    ends |= (uint64_t)(unsigned)_mm_movemask_epi8(tocsin_tag_ends(bytes)) << i;
    numbers |= (uint64_t)(unsigned)_mm_movemask_epi8(tocsin_digits(bytes)) << i;
  }
#else
  for (int i = 0; i < 48; i++) {
    ends |= (uint64_t)tocsin_ends_tag(block[i]) << i;
    numbers |= (uint64_t)tocsin_is_digit(block[i]) << i;
  }
#endif
  *digits = numbers;
  return ends;
}

/// Bit i is set where block[i] == byte, of 16 bytes.
static inline uint32_t tocsin_mask16(const uint8_t *block, uint8_t byte) {
#if defined(__SSE2__)
  __m128i found = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)block), _mm_set1_epi8((char)byte));
  return (uint32_t)_mm_movemask_epi8(found);
#elif defined(__ARM_NEON)
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t sum = vandq_u8(vceqq_u8(vld1q_u8(block), vdupq_n_u8(byte)), bits);
  for (int i = 0; i < 3; i++) sum = vpaddq_u8(sum, sum);
  return vgetq_lane_u16(vreinterpretq_u16_u8(sum), 0);
#else
  uint32_t mask = 0;
  for (int i = 0; i < 16; i++) mask |= (uint32_t)(block[i] == byte) << i;
  return mask;
#endif
}

/// The index of the lowest bit of a mask that has one.
static inline size_t tocsin_first(uint32_t mask) { return (size_t)__builtin_ctz(mask); }

/// From `64 - n` on: n bytes that keep what they are put over, then those that clear it.
static const uint8_t tocsin_keeps[128] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
};

/// The bytes before the first `[` or `:` of 16, as words with zeros behind them, and how many they are.
struct tocsin_name {
  uint64_t low, high;
  size_t count;
};

static inline struct tocsin_name tocsin_tag_name(const uint8_t *block) {
  struct tocsin_name name;
#if defined(__SSE2__)
  __m128i bytes = _mm_loadu_si128((const __m128i *)block);
  __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('[')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(':')));
  name.count = (size_t)__builtin_ctz((unsigned)_mm_movemask_epi8(ends) | 0x10000);
  bytes = _mm_and_si128(bytes, _mm_loadu_si128((const __m128i *)(tocsin_keeps + 64 - name.count)));
  name.low = (uint64_t)_mm_cvtsi128_si64(bytes);
  name.high = (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(bytes, bytes));
#else
  uint64_t words[2] = {0, 0};
  name.count = 0;
  while (name.count < 16 && block[name.count] != '[' && block[name.count] != ':') name.count++;
  memcpy(words, block, name.count);
  name.low = words[0];
  name.high = words[1];
#endif
  return name;
}

#if defined(__SSE2__)
/// What differs in the 16 bytes from `from` on, where the first `count` count.
static inline __m128i tocsin_unlike(const uint8_t *a, const uint8_t *b, size_t from, size_t count) {
  __m128i keeps = _mm_loadu_si128((const __m128i *)(tocsin_keeps + 64 + from - count));
  __m128i first = _mm_loadu_si128((const __m128i *)(a + from)), second = _mm_loadu_si128((const __m128i *)(b + from));
  return _mm_and_si128(_mm_xor_si128(first, second), keeps);
}
#endif

/// Whether two texts have their first `count` bytes in common, 64 at most; up to the next multiple of 16 all can be read.
static inline int tocsin_begin_alike(const uint8_t *a, const uint8_t *b, size_t count) {
#if defined(__SSE2__)
  __m128i unlike = tocsin_unlike(a, b, 0, count);
  if (count > 16) {
    unlike = _mm_or_si128(unlike, tocsin_unlike(a, b, 16, count));
    if (count > 32) {
      unlike = _mm_or_si128(unlike, tocsin_unlike(a, b, 32, count));
      if (count > 48) unlike = _mm_or_si128(unlike, tocsin_unlike(a, b, 48, count));
    }
  }
  return _mm_movemask_epi8(_mm_cmpeq_epi8(unlike, _mm_setzero_si128())) == 0xFFFF;
#else
  return memcmp(a, b, count) == 0;
#endif
}

/// How lines begin that have time and host in common: in the first `count` bytes those that `keeps` has set. The first 16 count whole;
/// up to the next multiple of 16, a line's can be read.
#define TOCSIN_FRONT 128
struct tocsin_front {
  __attribute__((aligned(16))) uint8_t bytes[TOCSIN_FRONT];
  __attribute__((aligned(16))) uint8_t keeps[TOCSIN_FRONT];
  size_t count;
};

/// Whether a line, of which the first 32 bytes can be read, begins so.
__attribute__((always_inline)) static inline int tocsin_has_front(const uint8_t *line, const struct tocsin_front *front) {
#if defined(__SSE2__)
  const __m128i *bytes = (const __m128i *)front->bytes, *keeps = (const __m128i *)front->keeps;
  __m128i unlike = _mm_xor_si128(_mm_loadu_si128((const __m128i *)line), bytes[0]);
  __m128i second = _mm_xor_si128(_mm_loadu_si128((const __m128i *)(line + 16)), bytes[1]);
  unlike = _mm_or_si128(unlike, _mm_and_si128(second, keeps[1]));
  for (size_t i = 2; i * 16 < front->count; i++) {
    __m128i next = _mm_xor_si128(_mm_loadu_si128((const __m128i *)(line + i * 16)), bytes[i]);
    unlike = _mm_or_si128(unlike, _mm_and_si128(next, keeps[i]));
  }
  return _mm_movemask_epi8(_mm_cmpeq_epi8(unlike, _mm_setzero_si128())) == 0xFFFF;
#else
  uint64_t unlike = 0;
  for (size_t i = 0; i < 32 || i < front->count; i += 8) {
    uint64_t bytes, wanted, keeps;
    memcpy(&bytes, line + i, 8);
    memcpy(&wanted, front->bytes + i, 8);
    memcpy(&keeps, front->keeps + i, 8);
    unlike |= (bytes ^ wanted) & keeps;
  }
  return !unlike;
#endif
}

/// Takes up how a line begins: its first `count` bytes, more than 16 and at most `TOCSIN_FRONT`.
static inline void tocsin_take_front(struct tocsin_front *front, const uint8_t *line, size_t count) {
  memcpy(front->bytes, line, 16);
  memset(front->keeps, 255, 16);
  size_t last = 16;
  for (; last + 16 < count; last += 16) {
    memcpy(front->bytes + last, line + last, 16);
    memset(front->keeps + last, 255, 16);
  }
  memcpy(front->bytes + last, line + last, 16);
  memcpy(front->keeps + last, tocsin_keeps + 64 - (count - last), 16);
  front->count = count;
}

/// Of a front's bytes `count` from `start` on may be any.
static inline void tocsin_free_front(struct tocsin_front *front, size_t start, size_t count) {
  memset(front->keeps + start, 0, count);
}

/// How many of 16 bytes are digits before the first that is none.
static inline size_t tocsin_digits16(const uint8_t *block) {
#if defined(__SSE2__)
  unsigned mask = (unsigned)_mm_movemask_epi8(tocsin_digits(_mm_loadu_si128((const __m128i *)block)));
  return (size_t)__builtin_ctz(~mask);
#else
  size_t i = 0;
  while (i < 16 && tocsin_is_digit(block[i])) i++;
  return i;
#endif
}
