// The records of one kind, in order. Some stores are trees, by their kind or because their data are
// nested; a flat store is a tree whose records are all children of the root.
//
// Costs: every method is constant in the number of records and siblings unless stated otherwise.
// Siblings are sorted only on demand: a change marks the parent.
#ifndef GANTT_STORE_STORE_H_
#define GANTT_STORE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/message_end.h"
#include "store/record.h"
#include "store/record_index.h"
#include "store/reference_index.h"
#include "store/row_text.h"
#include "store/store_kind.h"
#include "store/tombstones.h"

namespace gantt {

class Store {
 public:
  // The maximum depth of a tree, and so of a walk up: a parent at this depth accepts no children.
  static constexpr int kMaxTreeDepth = 256;

  explicit Store(std::string_view name, const Limits& limits = {});
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  const std::string name;
  const StoreKind& kind;

  // Are its records nested in `children`?
  bool is_tree() const { return is_tree_; }
  // While loading: the data of the store are nested.
  void BecomeTree() { is_tree_ = true; }
  size_t size() const { return records_.size(); }
  // Bytes of text in fields and content.
  size_t bytes() const { return held_.text; }
  // Memory in bytes.
  size_t memory() const;
  // The part of it reserved for new records.
  size_t room() const { return records_.room(); }
  // Additional memory for the text of the rows, once it is requested.
  size_t unwritten() const;
  const Record& root() const { return root_; }
  const Record* Find(std::string_view key) const { return records_.Find(key); }
  Record* Find(std::string_view key) { return records_.Find(key); }
  // The same record, mutable; it must belong to this store.
  Record* Mutable(const Record* record) { return const_cast<Record*>(record); }

  // The tombstone of a removed record, or null.
  const Tombstone* FindTombstone(std::string_view key) const { return tombstones_.Find(key); }
  const Tombstones& tombstones() const { return tombstones_; }
  // Forgets the tombstones of revisions before `revision`, the excess, and removed records.
  void Forget(MessageEnd end, uint64_t revision) {
    tombstones_.Forget(end, revision);
    records_.EndRemoved(end);
  }

  // Creates a record as the last to arrive under `parent` (null: the root). The id must be free.
  Record* Add(std::string_view key, Record* parent);
  // Moves `record`: it becomes the last to arrive under `parent`.
  void Move(Record* record, Record* parent);
  // Like Move(), for a record that was added before its parent: its arrival is its addition.
  void Place(Record* record, Record* parent);
  // Sets the id of a record that was loaded without one.
  void Rename(Record* record, std::string_view key);
  void SetIndex(Record* record, const SiblingIndex& index);
  // Removes a record with its subtree, and leaves tombstones; linear in their number. The records
  // are valid until Forget().
  void Remove(Record* record, uint64_t revision);
  // The reference index; null if records of this store refer to no others.
  const ReferenceIndex* references() const { return references_.get(); }
  // Call them around a change of fields that refer to other records.
  void LearnReferences(Record* record);
  void ForgetReferences(Record* record);
  // Call it after the fields of a record changed; `before`: its previous size.
  void NoteWritten(const Record& record, const Record::Held& before);
  // The maximum number of fields of a record.
  size_t widest() const { return widest_; }

  // The depth of a record: 1 under the root; kMaxTreeDepth + 1 for anything deeper.
  int Depth(const Record* record) const;
  // Would a child under `parent` be too deep?
  bool IsTooDeep(const Record* parent) const { return Depth(parent) >= kMaxTreeDepth; }

  // For a store read from a snapshot: the number of arrivals so far, and the tombstones.
  uint64_t arrivals() const { return arrivals_; }
  void RestoreArrivals(uint64_t arrivals) { arrivals_ = arrivals; }
  // Tombstones must be added in the order of revisions.
  void RestoreTombstone(const Tombstone& tombstone) { tombstones_.Add(tombstone); }

  // The children of `parent` in order. Sorts them first if the parent is marked.
  const Record* FirstChild(const Record& parent) const;
  // The records as a JSON array, children nested in trees: see RowText.
  std::vector<RowText::Text> Rows() const { return rows_.Pieces(*this); }
  // Sets the indexes of all tasks in a freshly loaded store to their positions.
  void NumberSiblings();

 private:
  void Link(Record* record, Record* parent) const;
  void Unlink(Record* record) const;
  void Sort(Record* parent) const;
  void NumberChildren(Record* parent);
  void Erase(Record* record, uint64_t revision);

  bool is_tree_;
  mutable Record root_;
  mutable RowText rows_;
  RecordIndex records_;
  Tombstones tombstones_;
  std::unique_ptr<ReferenceIndex> references_;
  uint64_t arrivals_ = 0;
  Record::Held held_;
  size_t widest_ = 0;
};

}  // namespace gantt

#endif  // GANTT_STORE_STORE_H_
