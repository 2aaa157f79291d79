#include "counters.h"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace {

uint64_t steps = 0;
size_t held = 0;
size_t most_held = 0;
size_t held_at_start = 0;

void* Hold(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  held += malloc_usable_size(memory);
  most_held = std::max(most_held, held);
  return memory;
}

void LetGo(void* memory) {
  held -= malloc_usable_size(memory);
  std::free(memory);
}

}  // namespace

// Where a translation unit is compiled with -fsanitize-coverage=trace-pc, each basic block calls
// it.
extern "C" void __sanitizer_cov_trace_pc() { ++steps; }

void* operator new(size_t size) { return Hold(std::malloc(size)); }
void* operator new(size_t size, std::align_val_t alignment) {
  const auto unit = static_cast<size_t>(alignment);
  return Hold(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}
void operator delete(void* memory) noexcept { LetGo(memory); }
void operator delete(void* memory, size_t) noexcept { LetGo(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { LetGo(memory); }
void operator delete(void* memory, size_t, std::align_val_t) noexcept { LetGo(memory); }

namespace gantt {

void StartCounting() {
  steps = 0;
  held_at_start = most_held = held;
}

Work StopCounting() { return {steps, most_held - held_at_start}; }

}  // namespace gantt
