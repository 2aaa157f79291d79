// What memory takes that is asked of the heap: a little more than was asked for.
#ifndef GANTT_BASE_HEAP_H_
#define GANTT_BASE_HEAP_H_

#include <cstddef>
#include <string>

namespace gantt {

// As glibc keeps it: 8 bytes in front, all in units of 16, and no piece below 32. Others are alike.
constexpr size_t HeapSize(size_t bytes) {
  if (bytes == 0) return 0;
  return bytes <= 24 ? 32 : (bytes + 8 + 15) / 16 * 16;
}
// Beside the object itself, which holds short ones.
inline size_t HeapSize(const std::string& text) {
  constexpr size_t kShort = 15;
  return text.capacity() <= kShort ? 0 : HeapSize(text.capacity() + 1);
}

}  // namespace gantt

#endif  // GANTT_BASE_HEAP_H_
