#include "base/text_arena.h"

#include <algorithm>
#include <cstddef>
#include <new>

namespace gantt {

void ArenaMemory::Clear() {
  while (last_ != nullptr) {
    Piece* const piece = last_;
    last_ = piece->before;
    ::operator delete(piece);
  }
  at_ = first_.data();
  end_ = at_ + first_.size();
  next_ = 2 * first_.size();
}

char* ArenaMemory::TakeAnew(size_t bytes) {
  if (bytes >= kLarge) return Add(bytes);
  const size_t size = std::max(bytes, next_);
  char* const memory = Add(size);
  at_ = memory + bytes;
  end_ = memory + size;
  next_ = std::min(2 * next_, kLargest);
  return memory;
}

char* ArenaMemory::Add(size_t bytes) {
  void* const memory = ::operator new(sizeof(Piece) + bytes);
  Piece* const piece = new (memory) Piece{last_, nullptr};
  if (last_ != nullptr) last_->behind = piece;
  last_ = piece;
  return reinterpret_cast<char*>(piece + 1);
}

void ArenaMemory::GiveBack(void* memory) {
  Piece* const piece = static_cast<Piece*>(memory) - 1;
  if (piece->before != nullptr) piece->before->behind = piece->behind;
  (piece == last_ ? last_ : piece->behind->before) = piece->before;
  ::operator delete(piece);
}

}  // namespace gantt
