// Owns the short texts that are made while one message is handled (ids, rewritten values), so that
// everything else may hold views. A view from Keep() lives until Clear() or the arena's end. What
// else a message needs for as long may take its memory here, too: a usual one then asks the heap
// for nothing.
#ifndef GANTT_BASE_TEXT_ARENA_H_
#define GANTT_BASE_TEXT_ARENA_H_

#include <array>
#include <cstddef>
#include <memory_resource>
#include <string_view>

namespace gantt {

class TextArena {
 public:
  TextArena() : memory_(first_.data(), first_.size()) {}

  std::string_view Keep(std::string_view text) {
    auto* const kept = static_cast<char*>(memory_.allocate(text.size(), 1));
    text.copy(kept, text.size());
    return {kept, text.size()};
  }
  std::pmr::memory_resource* memory() { return &memory_; }
  void Clear() { memory_.release(); }

 private:
  alignas(std::max_align_t) std::array<std::byte, 1024> first_;  // Enough for a usual message.
  std::pmr::monotonic_buffer_resource memory_;
};

}  // namespace gantt

#endif  // GANTT_BASE_TEXT_ARENA_H_
