// Owns the short texts that are made while one message is handled (ids, rewritten values), so that
// everything else may hold views. A view from Keep() lives until Clear() or the arena's end. What
// else a message needs for as long may take its memory here, too: a usual one then asks the heap
// for nothing.
#ifndef GANTT_BASE_TEXT_ARENA_H_
#define GANTT_BASE_TEXT_ARENA_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string_view>

namespace gantt {

// Gives memory from pieces, all of which end at once. They grow to a size at which little of the
// last one is idle. What is larger than any of them has a piece of its own, which ends when it is
// given back: a long list that has outgrown it is somewhere else.
class ArenaMemory final : public std::pmr::memory_resource {
 public:
  ArenaMemory() = default;
  ArenaMemory(const ArenaMemory&) = delete;
  ArenaMemory& operator=(const ArenaMemory&) = delete;
  ~ArenaMemory() override { Clear(); }

  char* Take(size_t bytes, size_t alignment) {
    const size_t gap = -reinterpret_cast<uintptr_t>(at_) & (alignment - 1);
    if (bytes + gap > static_cast<size_t>(end_ - at_)) return TakeAnew(bytes);
    char* const taken = at_ + gap;
    at_ = taken + bytes;
    return taken;
  }
  void Clear();

 private:
  // What stands before the memory of a piece.
  struct alignas(std::max_align_t) Piece {
    Piece* before;
    Piece* behind;
  };
  static constexpr size_t kLargest = size_t{32} << 10;  // Of many things.
  static constexpr size_t kLarge = 2 * kLargest;        // Of a thing that has its own.

  void* do_allocate(size_t bytes, size_t alignment) override { return Take(bytes, alignment); }
  void do_deallocate(void* memory, size_t bytes, size_t /*alignment*/) override {
    if (bytes >= kLarge) GiveBack(memory);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  // Aligned for whatever is there.
  char* TakeAnew(size_t bytes);
  char* Add(size_t bytes);
  void GiveBack(void* memory);

  alignas(std::max_align_t) std::array<char, 1024> first_;  // Enough for a usual message.
  char* at_ = first_.data();
  char* end_ = first_.data() + first_.size();
  size_t next_ = 2 * first_.size();  // Bytes of the next piece.
  Piece* last_ = nullptr;
};

class TextArena {
 public:
  std::string_view Keep(std::string_view text) {
    char* const kept = memory_.Take(text.size(), 1);
    text.copy(kept, text.size());
    return {kept, text.size()};
  }
  std::pmr::memory_resource* memory() { return &memory_; }
  void Clear() { memory_.Clear(); }

 private:
  ArenaMemory memory_;
};

}  // namespace gantt

#endif  // GANTT_BASE_TEXT_ARENA_H_
