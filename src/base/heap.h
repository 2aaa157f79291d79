// The real size of heap allocations, which is a little more than requested.
#ifndef GANTT_BASE_HEAP_H_
#define GANTT_BASE_HEAP_H_

#include <cstddef>
#include <string>

namespace gantt {

// As in glibc: a header of 8 bytes, rounded up to 16, and at least 32. Other heaps are similar.
constexpr size_t HeapSize(size_t bytes) {
  if (bytes == 0) return 0;
  return bytes <= 24 ? 32 : (bytes + 8 + 15) / 16 * 16;
}
// In addition to the object, which holds short texts.
inline size_t HeapSize(const std::string& text) {
  constexpr size_t kShort = 15;
  return text.capacity() <= kShort ? 0 : HeapSize(text.capacity() + 1);
}

}  // namespace gantt

#endif  // GANTT_BASE_HEAP_H_
