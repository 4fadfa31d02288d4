// Counts this process' heap allocations, to show that the audio path makes none.
#pragma once

/// Calls of malloc, calloc, realloc, aligned_alloc and posix_memalign so far.
long vg_allocations(void);
