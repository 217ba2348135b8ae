#pragma once
#include <string.h>
#include <zlib.h>

/// `inflateInit2` is a macro; window bits 31 accept only gzip members.
static inline int tocsin_inflate_init_gzip(z_stream *stream) {
  memset(stream, 0, sizeof *stream);
  return inflateInit2(stream, 31);
}
