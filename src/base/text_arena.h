// Owns the short texts that are made while one message is handled (ids, rewritten values), so that
// all other code can hold views. A view from Keep() is valid until Clear() or the end of the arena.
// Other memory for the same time can also come from here, so that a normal message needs no heap
// allocation.
#ifndef GANTT_BASE_TEXT_ARENA_H_
#define GANTT_BASE_TEXT_ARENA_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string_view>

namespace gantt {

// Allocates from blocks that are all freed together. Their size grows up to a limit, so that little
// of the last one is unused. A larger allocation gets its own block, which is freed when it is
// deallocated, for example when a long list has outgrown it.
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
  // The header of a block.
  struct alignas(std::max_align_t) Piece {
    Piece* before;
    Piece* behind;
  };
  static constexpr size_t kLargest = size_t{32} << 10;  // Blocks for many allocations.
  static constexpr size_t kLarge = 2 * kLargest;        // Blocks for a single one.

  void* do_allocate(size_t bytes, size_t alignment) override { return Take(bytes, alignment); }
  void do_deallocate(void* memory, size_t bytes, size_t /*alignment*/) override {
    if (bytes >= kLarge) GiveBack(memory);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  // Aligned for any type.
  char* TakeAnew(size_t bytes);
  char* Add(size_t bytes);
  void GiveBack(void* memory);

  alignas(std::max_align_t) std::array<char, 1024> first_;  // Enough for a normal message.
  char* at_ = first_.data();
  char* end_ = first_.data() + first_.size();
  size_t next_ = 2 * first_.size();  // Bytes of the next block.
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
