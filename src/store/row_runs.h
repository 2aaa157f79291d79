// The text of a store's records, in runs of two sizes: a piece is what is handed out, large, so
// that it costs little beside its bytes; it consists of leaves, small, so that few records are
// written again. A leaf has no text of its own: it is a place in its piece.
//
// The text runs through the records depth first. What leads from one record to the next (brackets,
// commas) stands in front of the next one, so the text of a run depends on its own records, on
// their ranks, and on how deep the record before it was. Who changes any of that touches the
// record.
#ifndef GANTT_STORE_ROW_RUNS_H_
#define GANTT_STORE_ROW_RUNS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/heap.h"
#include "base/numbered.h"
#include "store/record.h"

namespace gantt {

class Store;

class RowRuns {
 public:
  using Text = std::shared_ptr<const std::string>;
  // A run ends where it is so long.
  struct Sizes {
    size_t piece;
    size_t leaf;
  };

  explicit RowRuns(Sizes sizes) : sizes_(sizes) {}

  // What the record says, or where it stands, is not what its leaf says any more.
  void Touch(const Record& record) {
    Leaf& leaf = leaves_[record.leaf];
    leaf.is_stale = true;
    pieces_[leaf.piece].is_stale = true;
  }
  // Nothing is kept.
  bool empty() const { return order_.empty(); }

  // Bytes that all takes.
  size_t memory() const {
    return owned_ + leaves_.memory() + pieces_.memory() + order_.capacity() * sizeof(uint32_t);
  }

  // Writes what is stale again. The pieces in order, and what stands behind the last record.
  std::vector<Text> Make(const Store& store);

 private:
  class Walk;

  // Records that follow each other, and their text.
  struct Run {
    const Record* first = nullptr;
    const Record* last = nullptr;
    size_t rise = 0;            // So much higher than `first` is the highest record in it.
    std::vector<size_t> ranks;  // Of `last` and those above it, from that height down.
    size_t size = 0;            // Of the text.
    bool is_stale = true;
    size_t owned() const { return HeapSize(ranks.capacity() * sizeof(size_t)); }
  };
  struct Leaf : Run {
    uint32_t piece = 0;  // 0: none yet.
    size_t begin = 0;    // In the text of its piece.
  };
  struct Piece : Run {
    Text text;
    std::vector<uint32_t> leaves;
    size_t owned() const {
      const size_t its_text = text == nullptr ? 0 : kTextHead + HeapSize(*text);
      return Run::owned() + HeapSize(leaves.capacity() * sizeof(uint32_t)) + its_text;
    }
  };
  static constexpr size_t kTextHead = 64;  // What a shared text takes beside its bytes.

  Sizes sizes_;
  Numbered<Leaf> leaves_;  // By Record::leaf.
  Numbered<Piece> pieces_;
  std::vector<uint32_t> order_;  // Pieces.
  size_t owned_ = 0;             // Bytes that leaves and pieces own.
};

}  // namespace gantt

#endif  // GANTT_STORE_ROW_RUNS_H_
