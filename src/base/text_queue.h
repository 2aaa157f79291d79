// The memory of texts that come and go in order, as in a log: many of them to a piece, so that a
// text costs the heap nothing, and a piece goes back when the last text in it has gone.
#ifndef GANTT_BASE_TEXT_QUEUE_H_
#define GANTT_BASE_TEXT_QUEUE_H_

#include <cstddef>
#include <deque>
#include <memory>

namespace gantt {

class TextQueue {
 public:
  // Of a piece: no more than that, unless one text has more.
  explicit TextQueue(size_t piece_bytes) : piece_bytes_(piece_bytes) {}

  // Memory for so many bytes, for the caller to fill, aligned for numbers. It stays where it is
  // until it is the first and is dropped.
  char* Append(size_t size);
  // Of the first memory that is left; it was appended with that size.
  void DropFirst(size_t size);
  // Bytes that it takes.
  size_t memory() const { return size_ + pieces_.size() * sizeof(Piece); }

 private:
  struct Piece {
    std::unique_ptr<char[]> memory;
    size_t size;
    size_t begin = 0;  // Of what has not been dropped.
    size_t end = 0;
  };

  size_t piece_bytes_;
  std::deque<Piece> pieces_;
  size_t size_ = 0;  // Of all pieces.
};

}  // namespace gantt

#endif  // GANTT_BASE_TEXT_QUEUE_H_
