#pragma once
#include <hs.h>
#include <stdlib.h>

/// What `hs_expression_info` returns is freed as `malloc`'s memory is, unless an allocator was set.
static inline void tocsin_hs_free_info(hs_expr_info_t *info) { free(info); }
