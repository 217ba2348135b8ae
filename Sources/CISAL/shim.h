#pragma once
#include <isa-l/igzip_lib.h>

/// What is decoded but not handed out; the array around it is too long for Swift to import.
static inline const uint8_t *tocsin_isal_held(const struct inflate_state *state) {
  return state->tmp_out_buffer + state->tmp_out_processed;
}
