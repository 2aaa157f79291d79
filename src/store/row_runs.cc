#include "store/row_runs.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "store/record.h"
#include "store/store.h"

namespace gantt {
namespace {

void AppendNumber(size_t number, std::string* out) {
  std::array<char, 20> text;
  const auto result = std::to_chars(text.data(), text.data() + text.size(), number);
  out->append(text.data(), result.ptr);
}

void AppendFields(const Store& store, const Record& record, size_t rank, std::string* out) {
  out->push_back('{');
  out->append(record.fields.text());
  if (!store.kind.has_indexes) return;
  out->append(",\"parentIndex\":");
  AppendNumber(rank, out);
  out->append(",\"orderedParentIndex\":");
  AppendNumber(rank, out);
}

}  // namespace

// Walks through the records, and skips unchanged pieces and leaves.
class RowRuns::Walk {
 public:
  Walk(RowRuns* runs, const Store& store) : runs_(*runs), store_(store), last_(&store.root()) {}

  void Go() {
    for (Step step = Next(*last_); step.record != nullptr; step = Next(*last_)) {
      const Record& record = *step.record;
      if (MayKeep(&Walk::PieceOf, record, piece_.size + leaf_.size, runs_.sizes_.piece)) {
        KeepPiece(LeafOf(record).piece, Depth(step));
      } else if (MayKeep(&Walk::LeafOf, record, leaf_.size, runs_.sizes_.leaf)) {
        KeepLeaf(record.leaf, Depth(step));
      } else {
        Write(record, step.closing);
      }
    }
    ClosePiece();
    const std::vector<uint32_t> before = std::exchange(runs_.order_, std::move(order_));
    for (const uint32_t number : before) Drop(number);
  }

  // After the last record.
  std::string Rest() const {
    std::string out = ranks_.empty() ? "[" : "}";
    for (size_t depth = 1; depth < ranks_.size(); ++depth) out.append("]}");
    return out.append("]");
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;
  // The step from one record to the next.
  struct Step {
    const Record* record;  // Null: no further record.
    size_t closing;        // Lists that end before it; kNone: one starts.
  };
  // A run under construction.
  struct Growing {
    size_t size = 0;  // 0: none is.
    const Record* first = nullptr;
    size_t depth = 0;  // Of `first`.
    size_t floor = 0;  // Of the highest record in it.

    // Extends the run by a text that begins with `record` at `its_depth`, and whose records are not
    // above `its_floor`.
    void Grow(const Record* record, size_t its_depth, size_t its_floor, size_t its_size) {
      if (size == 0) *this = {0, record, its_depth, its_floor};
      floor = std::min(floor, its_floor);
      size += its_size;
    }
  };

  // Depth first.
  Step Next(const Record& last) const {
    if (const Record* child = store_.FirstChild(last)) return {child, kNone};
    const Record* record = &last;
    for (size_t closing = 0; record != &store_.root(); record = record->parent, ++closing) {
      if (record->next != nullptr) return {record->next, closing};
    }
    return {nullptr, 0};
  }

  // The depth of the next record after last_.
  size_t Depth(const Step& step) const {
    return step.closing == kNone ? ranks_.size() : ranks_.size() - 1 - step.closing;
  }

  const Leaf& LeafOf(const Record& record) const { return runs_.leaves_[record.leaf]; }
  const Piece& PieceOf(const Record& record) const { return runs_.pieces_[LeafOf(record).piece]; }

  // A small run is merged with a small one before it, which is `growing`, or with the following
  // one, unless that is large and unchanged.
  template <typename Kind>
  bool MayKeep(const Kind& (Walk::*run_of)(const Record&) const, const Record& record,
               size_t growing, size_t full) const {
    const Run& run = (this->*run_of)(record);
    const auto is_large = [full](size_t size) { return size >= full / 4; };
    if (run.is_stale) return false;
    if (is_large(run.size)) return true;
    if (growing > 0 && !is_large(growing)) return false;
    const Record* const behind = Next(*run.last).record;
    if (behind == nullptr) return true;
    const Run& next = (this->*run_of)(*behind);
    return !next.is_stale && is_large(next.size);
  }

  void KeepPiece(uint32_t number, size_t depth) {
    ClosePiece();
    Skip(runs_.pieces_[number], depth);
    order_.push_back(number);
  }

  void KeepLeaf(uint32_t number, size_t depth) {
    CloseLeaf();
    Leaf& leaf = runs_.leaves_[number];
    runs_.pieces_[leaf.piece].is_stale = true;  // It leaves a small piece that may be unchanged.
    Skip(leaf, depth);
    AddLeaf(number, depth);
  }

  void Skip(const Run& run, size_t depth) {
    ranks_.resize(depth - run.rise);
    ranks_.insert(ranks_.end(), run.ranks.begin(), run.ranks.end());
    last_ = run.last;
  }

  void Write(const Record& record, size_t closing) {
    const size_t before = fresh_.size();
    if (leaf_.size == 0) leaf_number_ = runs_.leaves_.Add();
    if (closing == kNone) {
      fresh_.append(ranks_.empty() ? "[" : ",\"children\":[");
      ranks_.push_back(0);
    } else {
      fresh_.push_back('}');
      for (size_t i = 0; i < closing; ++i) fresh_.append("]}");
      fresh_.push_back(',');
      ranks_.resize(ranks_.size() - closing);
      ++ranks_.back();
    }
    AppendFields(store_, record, ranks_.back(), &fresh_);
    runs_.Touch(record);  // Its old leaf, unchanged but small, ends, too.
    record.leaf = leaf_number_;
    last_ = &record;
    const size_t depth = ranks_.size() - 1;
    leaf_.Grow(&record, depth, depth, fresh_.size() - before);
    if (leaf_.size >= runs_.sizes_.leaf) CloseLeaf();
  }

  void CloseLeaf() {
    if (leaf_.size == 0) return;
    Leaf& leaf = runs_.leaves_[leaf_number_];
    const size_t depth = leaf_.depth;
    leaf.begin = fresh_.size() - leaf_.size;
    Finish(&leaf_, &leaf);
    runs_.owned_ += leaf.owned();
    AddLeaf(leaf_number_, depth);
  }

  void AddLeaf(uint32_t number, size_t depth) {
    const Leaf& leaf = runs_.leaves_[number];
    piece_.Grow(leaf.first, depth, depth - leaf.rise, leaf.size);
    piece_leaves_.push_back(number);
    if (piece_.size >= runs_.sizes_.piece) ClosePiece();
  }

  // Assembles its text, now that the size is known.
  void ClosePiece() {
    CloseLeaf();
    if (piece_.size == 0) return;
    const uint32_t number = runs_.pieces_.Add();
    std::string text;
    text.reserve(piece_.size);
    for (const uint32_t leaf_number : piece_leaves_) {
      Leaf& leaf = runs_.leaves_[leaf_number];
      text.append(leaf.piece == 0 ? fresh_ : *runs_.pieces_[leaf.piece].text, leaf.begin,
                  leaf.size);
      leaf.begin = text.size() - leaf.size;
      leaf.piece = number;
    }
    fresh_.clear();
    Piece& piece = runs_.pieces_[number];
    Finish(&piece_, &piece);
    piece.text = std::make_shared<const std::string>(std::move(text));
    piece.leaves = std::exchange(piece_leaves_, {});
    runs_.owned_ += piece.owned();
    order_.push_back(number);
  }

  // It ends with last_.
  void Finish(Growing* growing, Run* run) {
    run->first = growing->first;
    run->last = last_;
    run->rise = growing->depth - growing->floor;
    run->ranks.assign(ranks_.begin() + static_cast<std::ptrdiff_t>(growing->floor), ranks_.end());
    run->size = growing->size;
    run->is_stale = false;
    *growing = {};
  }

  // Deletes the piece unless it is reused; its leaves may be reused in another one.
  void Drop(uint32_t number) {
    const Piece& piece = runs_.pieces_[number];
    if (!piece.is_stale) return;
    for (const uint32_t leaf : piece.leaves) {
      if (!runs_.leaves_[leaf].is_stale) continue;
      runs_.owned_ -= runs_.leaves_[leaf].owned();
      runs_.leaves_.Remove(leaf);
    }
    runs_.owned_ -= piece.owned();
    runs_.pieces_.Remove(number);
  }

  RowRuns& runs_;
  const Store& store_;
  const Record* last_;  // The last record that was written or skipped.
  // The ranks of last_ and its ancestors, from the children of the root down.
  std::vector<size_t> ranks_;
  std::string fresh_;  // The text of the piece's written leaves, and of leaf_.
  Growing leaf_;
  uint32_t leaf_number_ = 0;
  Growing piece_;  // Without leaf_.
  std::vector<uint32_t> piece_leaves_;
  std::vector<uint32_t> order_;
};

std::vector<RowRuns::Text> RowRuns::Make(const Store& store) {
  Walk walk(this, store);
  walk.Go();
  std::vector<Text> texts;
  texts.reserve(order_.size() + 1);
  for (const uint32_t number : order_) texts.push_back(pieces_[number].text);
  texts.push_back(std::make_shared<const std::string>(walk.Rest()));
  return texts;
}

}  // namespace gantt
