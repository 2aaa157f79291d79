#include "model/row_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "model/store.h"

namespace gantt {
namespace {

// Large enough that a write to a socket costs what its bytes cost, small beside a large project.
constexpr size_t kPieceSize = size_t{64} << 10;
// A smaller one is written again rather than kept beside another small one.
constexpr size_t kSmall = kPieceSize / 4;

void AppendNumber(size_t number, std::string* out) {
  std::array<char, 20> text;
  const auto result = std::to_chars(text.data(), text.data() + text.size(), number);
  out->append(text.data(), result.ptr);
}

void AppendFields(const Store& store, const Record& record, size_t rank, std::string* out) {
  out->push_back('{');
  out->append(record.fields.text());
  if (!store.has_indexes) return;
  out->append(",\"parentIndex\":");
  AppendNumber(rank, out);
  out->append(",\"orderedParentIndex\":");
  AppendNumber(rank, out);
}

}  // namespace

// Goes through the records, past the pieces that are kept.
class RowText::Walk {
 public:
  Walk(RowText* rows, const Store& store) : rows_(*rows), store_(store), last_(&store.root()) {
    text_.reserve(kPieceSize + kSmall);
  }

  void Run() {
    const std::vector<uint32_t> before = std::exchange(rows_.order_, {});
    while (const Record* record = FindNext()) {
      if (MayKeep(*record)) {
        Keep(record->piece);
      } else {
        Write(record);
      }
    }
    Close();
    for (const uint32_t number : before) {
      if (!rows_.pieces_[number].is_stale) continue;
      rows_.pieces_[number] = {};
      rows_.free_.push_back(number);
    }
  }

  // Behind the last record.
  std::string Rest() const {
    std::string out = ranks_.empty() ? "[" : "}";
    for (size_t depth = 1; depth < ranks_.size(); ++depth) out.append("]}");
    return out.append("]");
  }

 private:
  // The one behind last_, depth first; null at the end. Says in closing_ what lies between them.
  const Record* FindNext() {
    if (const Record* child = store_.FirstChild(*last_)) {
      closing_ = kNone;
      return child;
    }
    const Record* record = last_;
    for (closing_ = 0; record != &store_.root(); record = record->parent, ++closing_) {
      if (record->next != nullptr) return record->next;
    }
    return nullptr;
  }

  // Of the record that FindNext() found.
  size_t Depth() const { return closing_ == kNone ? ranks_.size() : ranks_.size() - 1 - closing_; }

  bool MayKeep(const Record& record) const {
    const Piece& piece = rows_.pieces_[record.piece];
    if (piece.is_stale || piece.first != &record) return false;
    const bool would_join_small = text_.empty() ? was_small_ : text_.size() < kSmall;
    return piece.text->size() >= kSmall || !would_join_small;
  }

  void Keep(uint32_t number) {
    const size_t depth = Depth();
    Close();
    const Piece& piece = rows_.pieces_[number];
    rows_.order_.push_back(number);
    ranks_.resize(depth - piece.rise);
    ranks_.insert(ranks_.end(), piece.ranks.begin(), piece.ranks.end());
    last_ = piece.last;
    was_small_ = piece.text->size() < kSmall;
  }

  void Write(const Record* record) {
    const size_t depth = Depth();
    if (text_.empty()) {
      number_ = rows_.Allocate();
      first_ = record;
      first_depth_ = floor_ = depth;
    }
    floor_ = std::min(floor_, depth);
    if (closing_ == kNone) {
      text_.append(ranks_.empty() ? "[" : ",\"children\":[");
      ranks_.push_back(0);
    } else {
      text_.push_back('}');
      for (size_t i = 0; i < closing_; ++i) text_.append("]}");
      text_.push_back(',');
      ranks_.resize(depth + 1);
      ++ranks_.back();
    }
    AppendFields(store_, *record, ranks_.back(), &text_);
    rows_.Touch(*record);  // A piece that could have been kept, but is small, ends too.
    record->piece = number_;
    last_ = record;
    if (text_.size() >= kPieceSize) Close();
  }

  void Close() {
    if (text_.empty()) return;
    Piece& piece = rows_.pieces_[number_];
    piece.text = std::make_shared<const std::string>(text_);
    piece.first = first_;
    piece.last = last_;
    piece.rise = first_depth_ - floor_;
    piece.ranks.assign(ranks_.begin() + static_cast<std::ptrdiff_t>(floor_), ranks_.end());
    piece.is_stale = false;
    rows_.order_.push_back(number_);
    was_small_ = text_.size() < kSmall;
    text_.clear();
  }

  static constexpr size_t kNone = SIZE_MAX;

  RowText& rows_;
  const Store& store_;
  const Record* last_;         // That was written or kept.
  std::vector<size_t> ranks_;  // Of last_ and those above it, from the root's children down.
  size_t closing_ = kNone;     // Lists that end before the next record; kNone: one begins.
  std::string text_;           // The piece that is being made; empty: none is.
  uint32_t number_ = 0;
  const Record* first_ = nullptr;
  size_t first_depth_ = 0;
  size_t floor_ = 0;
  bool was_small_ = false;  // The piece before.
};

std::vector<RowText::Text> RowText::Pieces(const Store& store) {
  FindStale(store);
  Walk walk(this, store);
  walk.Run();
  std::vector<Text> texts;
  texts.reserve(order_.size() + 1);
  for (const uint32_t number : order_) texts.push_back(pieces_[number].text);
  texts.push_back(std::make_shared<const std::string>(walk.Rest()));
  return texts;
}

void RowText::FindStale(const Store& store) {
  // Now they are in order, and those that got another one have noted it.
  for (const auto& [parent, has_new_ranks] : parents_) store.FirstChild(*parent);
  for (const auto& [parent, has_new_ranks] : parents_) {
    if (has_new_ranks) {
      for (const Record* child = parent->first_child; child != nullptr; child = child->next)
        Touch(*child);
    }
    const Record* record = parent;
    while (record != &store.root() && record->next == nullptr) record = record->parent;
    if (record != &store.root()) Touch(*record->next);
  }
  parents_.clear();
}

uint32_t RowText::Allocate() {
  if (free_.empty()) {
    pieces_.emplace_back();
    return static_cast<uint32_t>(pieces_.size() - 1);
  }
  const uint32_t number = free_.back();
  free_.pop_back();
  return number;
}

}  // namespace gantt
