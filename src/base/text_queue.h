// A FIFO of texts, as in a log, stored in blocks: a text needs no allocation of its own, and a
// block is freed when its last text is dropped.
#ifndef GANTT_BASE_TEXT_QUEUE_H_
#define GANTT_BASE_TEXT_QUEUE_H_

#include <cstddef>
#include <deque>
#include <memory>

namespace gantt {

class TextQueue {
 public:
  // The maximum size of a block, unless one text is larger.
  explicit TextQueue(size_t piece_bytes) : piece_bytes_(piece_bytes) {}

  // Memory of that size for the caller to fill, aligned for numbers. It does not move until it is
  // dropped.
  char* Append(size_t size);
  // Drops the first entry, which was appended with that size.
  void DropFirst(size_t size);
  // Memory in bytes.
  size_t memory() const { return size_ + pieces_.size() * sizeof(Piece); }

 private:
  struct Piece {
    std::unique_ptr<char[]> memory;
    size_t size;
    size_t begin = 0;  // Bytes that are not dropped.
    size_t end = 0;
  };

  size_t piece_bytes_;
  std::deque<Piece> pieces_;
  size_t size_ = 0;  // Bytes of all blocks.
};

}  // namespace gantt

#endif  // GANTT_BASE_TEXT_QUEUE_H_
