#include "base/text_queue.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace gantt {
namespace {

// The size of an entry; never 0, so that a block is empty only when all its entries are dropped.
size_t Taken(size_t size) {
  constexpr size_t kAlignment = sizeof(uint64_t);
  return size / kAlignment * kAlignment + kAlignment;
}

}  // namespace

char* TextQueue::Append(size_t size) {
  // As large as the current content, because most projects have few entries.
  constexpr size_t kSmallestPiece = size_t{4} << 10;
  const size_t taken = Taken(size);
  if (pieces_.empty() || pieces_.back().size - pieces_.back().end < taken) {
    const size_t piece = std::max(taken, std::min(std::max(size_, kSmallestPiece), piece_bytes_));
    pieces_.push_back({std::make_unique_for_overwrite<char[]>(piece), piece});
    size_ += piece;
  }
  Piece& last = pieces_.back();
  return last.memory.get() + std::exchange(last.end, last.end + taken);
}

void TextQueue::DropFirst(size_t size) {
  assert(!pieces_.empty());
  Piece& first = pieces_.front();
  first.begin += Taken(size);
  assert(first.begin <= first.end);
  if (first.begin < first.end) return;
  size_ -= first.size;
  pieces_.pop_front();
}

}  // namespace gantt
