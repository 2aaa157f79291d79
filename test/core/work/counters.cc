#include "counters.h"

#include <malloc.h>

#include <algorithm>

// glibc's own, behind the names that are taken here.
extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void __libc_free(void* memory);
}

namespace {

uint64_t steps = 0;
size_t held = 0;
size_t most_held = 0;
size_t held_at_start = 0;

// Of a piece, with what the heap needs to know it.
size_t Taken(void* memory) {
  return memory == nullptr ? 0 : malloc_usable_size(memory) + sizeof(size_t);
}

void* Hold(void* memory) {
  held += Taken(memory);
  most_held = std::max(most_held, held);
  return memory;
}

}  // namespace

// Where a translation unit is compiled with -fsanitize-coverage=trace-pc, each basic block calls
// it.
extern "C" void __sanitizer_cov_trace_pc() { ++steps; }

extern "C" {
void* malloc(size_t size) { return Hold(__libc_malloc(size)); }
void* calloc(size_t count, size_t size) { return Hold(__libc_calloc(count, size)); }
void* realloc(void* memory, size_t size) {
  held -= Taken(memory);
  void* const moved = __libc_realloc(memory, size);
  if (moved == nullptr && size > 0) held += Taken(memory);
  return Hold(moved);
}
void* memalign(size_t alignment, size_t size) { return Hold(__libc_memalign(alignment, size)); }
void* aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
void free(void* memory) {
  held -= Taken(memory);
  __libc_free(memory);
}
}

namespace gantt {

void StartCounting() {
  steps = 0;
  held_at_start = most_held = held;
}

Work StopCounting() { return {steps, most_held - held_at_start, held - held_at_start}; }

}  // namespace gantt
