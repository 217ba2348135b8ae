#pragma once
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

/// Names the calling thread; of the name at most 15 bytes are kept.
static inline int tocsin_name_thread(const char *name) { return prctl(PR_SET_NAME, name); }
