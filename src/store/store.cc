#include "store/store.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "store/record.h"
#include "store/reference_index.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

// Is it that one, or below it?
[[maybe_unused]] bool IsBelow(const Record& record, const Record& top) {
  for (const Record* r = &record; r != nullptr; r = r->parent)
    if (r == &top) return true;
  return false;
}

}  // namespace

Store::Store(std::string_view store_name, const Limits& limits)
    : name(store_name),
      kind(KindOfStore(store_name)),
      is_tree_(kind.is_tree),
      root_(""),
      rows_({limits.row_piece_bytes, limits.row_leaf_bytes}),
      records_(limits.pool_records),
      tombstones_(limits) {
  if (kind.refers) references_ = std::make_unique<ReferenceIndex>();
}

Record* Store::Add(std::string_view key, Record* parent) {
  Record* const record = records_.Insert(key);
  tombstones_.Erase(key);
  record->arrival = ++arrivals_;
  Link(record, parent == nullptr ? &root_ : parent);
  held_ += record->held();
  return record;
}

void Store::Place(Record* record, Record* parent) {
  Unlink(record);
  Link(record, parent == nullptr ? &root_ : parent);
}

void Store::Rename(Record* record, std::string_view key) {
  held_ -= record->held();
  records_.Rename(record, key);
  held_ += record->held();
}

void Store::NumberSiblings() {
  NumberChildren(&root_);
  // Walks the tree instead of the index, because siblings are often adjacent in memory.
  Record* record = root_.first_child;
  while (record != nullptr) {
    NumberChildren(record);
    if (record->first_child != nullptr) {
      record = record->first_child;
      continue;
    }
    while (record != &root_ && record->next == nullptr) record = record->parent;
    record = record->next;  // The root has none.
  }
}

void Store::NumberChildren(Record* parent) {
  if (parent->first_child == nullptr) return;
  double position = 0;
  for (Record* child = parent->first_child; child != nullptr; child = child->next, ++position) {
    if (std::isinf(child->index.Order())) {
      child->index.parent_index = position;
    }
  }
  Sort(parent);
  position = 0;
  for (Record* child = parent->first_child; child != nullptr; child = child->next, ++position) {
    child->index = {position, position};
    child->has_loaded_order = true;
    child->arrival = ++arrivals_;  // Clients that got the data have seen this order.
  }
}

void Store::Move(Record* record, Record* parent) {
  assert(parent == nullptr || !IsBelow(*parent, *record));
  Unlink(record);
  record->arrival = ++arrivals_;
  Link(record, parent == nullptr ? &root_ : parent);
}

void Store::SetIndex(Record* record, const SiblingIndex& index) {
  record->index = index;
  record->parent->unsorted = true;
  rows_.NoteChildren(record->parent);
}

void Store::Remove(Record* record, uint64_t revision) {
  Unlink(record);
  std::vector<Record*> doomed{record};
  for (size_t i = 0; i < doomed.size(); ++i) {
    for (Record* child = doomed[i]->first_child; child != nullptr; child = child->next) {
      doomed.push_back(child);
    }
  }
  // Children first: a tombstone needs its parent, which must still exist.
  for (size_t i = doomed.size(); i-- > 0;) Erase(doomed[i], revision);
}

void Store::LearnReferences(Record* record) {
  if (references_ != nullptr) references_->Learn(record);
}

void Store::ForgetReferences(Record* record) {
  if (references_ != nullptr) references_->Forget(record);
}

void Store::NoteWritten(const Record& record, const Record::Held& before) {
  held_ += record.held();
  held_ -= before;
  widest_ = std::max(widest_, record.fields.field_count());
  rows_.Touch(record);
  if (record.parent->unsorted) rows_.NoteChildren(record.parent);  // It has another index.
}

void Store::Erase(Record* record, uint64_t revision) {
  ForgetReferences(record);
  rows_.Forget(*record);
  held_ -= record->held();
  tombstones_.Add({record->key(), record->parent->key(), revision});
  records_.Remove(record);
}

size_t Store::memory() const {
  const size_t references = references_ == nullptr ? 0 : references_->memory();
  return held_.memory + records_.memory() + references + rows_.memory() + tombstones_.memory();
}

size_t Store::unwritten() const {
  constexpr size_t kBrackets = 3;
  constexpr size_t kIndexes = 48;  // The text contains both.
  const size_t text = held_.text + size() * (kBrackets + (kind.has_indexes ? kIndexes : 0));
  return text - std::min(text, rows_.memory());
}

int Store::Depth(const Record* record) const {
  int depth = 0;
  for (; record != &root_ && depth <= kMaxTreeDepth; record = record->parent) ++depth;
  return depth;
}

const Record* Store::FirstChild(const Record& parent) const {
  if (is_tree_ && parent.unsorted) Sort(const_cast<Record*>(&parent));
  return parent.first_child;
}

void Store::Link(Record* record, Record* parent) const {
  record->parent = parent;
  record->next = nullptr;
  if (Record* const first = parent->first_child; first == nullptr) {
    parent->first_child = record->previous = record;
  } else {
    record->previous = first->previous;
    first->previous->next = record;
    first->previous = record;
  }
  parent->unsorted = true;
  rows_.NoteChildren(parent);
}

void Store::Unlink(Record* record) const {
  Record* const parent = record->parent;
  rows_.Touch(*record);
  rows_.NoteChildren(parent);
  if (record->next != nullptr) {
    rows_.Touch(*record->next);
    if (kind.has_indexes) rows_.NoteRanks(parent);
  }
  Record* const first = parent->first_child;
  (record->next == nullptr ? first : record->next)->previous = record->previous;
  (record == first ? parent->first_child : record->previous->next) = record->next;
}

// Only the order of the list changes, and it depends only on the values in the records, so reading
// a store never changes its later output.
void Store::Sort(Record* parent) const {
  parent->unsorted = false;
  const auto stands_before = [](const Record* a, const Record* b) {
    const double order_a = a->index.Order();
    const double order_b = b->index.Order();
    return order_a != order_b ? order_a < order_b : a->arrival < b->arrival;
  };
  const Record* last = parent->first_child;
  if (last == nullptr) return;
  while (last->next != nullptr && !stands_before(last->next, last)) last = last->next;
  if (last->next == nullptr) return;  // It is sorted.

  std::vector<Record*> children;
  for (Record* child = parent->first_child; child != nullptr; child = child->next)
    children.push_back(child);
  std::sort(children.begin(), children.end(), stands_before);
  rows_.NoteRanks(parent);
  parent->first_child = children.front();
  Record* previous = children.back();
  for (Record* child : children) {
    child->previous = previous;
    previous->next = child;
    previous = child;
  }
  previous->next = nullptr;
}

}  // namespace gantt
