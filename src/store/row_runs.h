// The text of a store's records, in runs of two sizes. Pieces are handed out; they are large, so
// that their overhead is small. A piece consists of small leaves, so that few records have to be
// written again. A leaf has no text of its own: it is a range of its piece.
//
// The text follows the records in depth-first order. The text between two records (brackets,
// commas) belongs to the second, so the text of a run depends on its own records, their ranks, and
// the depth of the record before it. Touch() a record when any of that changes.
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
  // A run ends at this size.
  struct Sizes {
    size_t piece;
    size_t leaf;
  };

  explicit RowRuns(Sizes sizes) : sizes_(sizes) {}

  // The record or its position has changed, so its leaf is stale.
  void Touch(const Record& record) {
    Leaf& leaf = leaves_[record.leaf];
    leaf.is_stale = true;
    pieces_[leaf.piece].is_stale = true;
  }
  // Discards all text.
  bool empty() const { return order_.empty(); }

  // Memory in bytes.
  size_t memory() const {
    return owned_ + leaves_.memory() + pieces_.memory() + order_.capacity() * sizeof(uint32_t);
  }

  // Writes stale runs again. Returns the pieces in order, and the text after the last record.
  std::vector<Text> Make(const Store& store);

 private:
  class Walk;

  // Consecutive records and their text.
  struct Run {
    const Record* first = nullptr;
    const Record* last = nullptr;
    size_t rise = 0;            // Height of the highest record in it above `first`.
    std::vector<size_t> ranks;  // Ranks of `last` and its ancestors, from that height down.
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
  static constexpr size_t kTextHead = 64;  // Overhead of a shared text.

  Sizes sizes_;
  Numbered<Leaf> leaves_;  // By Record::leaf.
  Numbered<Piece> pieces_;
  std::vector<uint32_t> order_;  // Pieces.
  size_t owned_ = 0;             // Bytes that leaves and pieces own.
};

}  // namespace gantt

#endif  // GANTT_STORE_ROW_RUNS_H_
