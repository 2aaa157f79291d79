// The records of one kind, in order. Some stores are trees, by their kind or because their data
// nest; a flat store is a tree whose records all hang under the root.
//
// Costs: every method is constant in the number of records and of siblings, except those that say
// otherwise. Sibling order is made only when somebody looks: a change marks the parent.
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
  // No walk up a tree takes more steps than this: a parent deeper than that takes no children.
  static constexpr int kMaxTreeDepth = 256;

  explicit Store(std::string_view name, const Limits& limits = {});
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  const std::string name;
  const StoreKind& kind;

  // Do its records nest under `children`?
  bool is_tree() const { return is_tree_; }
  // Of a store that is being loaded: its data nest.
  void BecomeTree() { is_tree_ = true; }
  size_t size() const { return records_.size(); }
  // Bytes of text in fields and content.
  size_t bytes() const { return held_.text; }
  // Bytes of memory that all of it takes.
  size_t memory() const;
  // Bytes of it that wait for new records.
  size_t room() const { return records_.room(); }
  // Bytes that the rows will take as text beyond what is kept of them, once somebody asks.
  size_t unwritten() const;
  const Record& root() const { return root_; }
  const Record* Find(std::string_view key) const { return records_.Find(key); }
  Record* Find(std::string_view key) { return records_.Find(key); }
  // The same record, which is one of this store's.
  Record* Mutable(const Record* record) { return const_cast<Record*>(record); }

  // Of a record that a revision removed, or null.
  const Tombstone* FindTombstone(std::string_view key) const { return tombstones_.Find(key); }
  const Tombstones& tombstones() const { return tombstones_; }
  // The tombstones of the revisions before `revision` and what is too much, and records that were
  // removed.
  void Forget(MessageEnd end, uint64_t revision) {
    tombstones_.Forget(end, revision);
    records_.EndRemoved(end);
  }

  // A new record, the last to arrive under `parent` (null: the root). The id must be free.
  Record* Add(std::string_view key, Record* parent);
  // Takes `record` from its siblings and makes it the last to arrive under `parent`.
  void Move(Record* record, Record* parent);
  // Like Move(), for a record that was added before its parent: it arrived when it was added.
  void Place(Record* record, Record* parent);
  // Gives a record that was loaded without an id its id.
  void Rename(Record* record, std::string_view key);
  void SetIndex(Record* record, const SiblingIndex& index);
  // Removes a record and all below it, which live until Forget(); linear in what it removes. Leaves
  // tombstones.
  void Remove(Record* record, uint64_t revision);
  // A store whose records refer to others knows which of them refer to what; others have none.
  const ReferenceIndex* references() const { return references_.get(); }
  // Around a change of the fields that refer to other records.
  void LearnReferences(Record* record);
  void ForgetReferences(Record* record);
  // To be called after the fields of a record changed; before that it held so much.
  void NoteWritten(const Record& record, const Record::Held& before);
  // No record has more fields than this.
  size_t widest() const { return widest_; }

  // How deep a record is: 1 under the root; kMaxTreeDepth + 1 stands for anything deeper.
  int Depth(const Record* record) const;
  // Would a child under `parent` be too deep?
  bool IsTooDeep(const Record* parent) const { return Depth(parent) >= kMaxTreeDepth; }

  // For a store that is read from a snapshot: how many records ever arrived, and what was removed.
  uint64_t arrivals() const { return arrivals_; }
  void RestoreArrivals(uint64_t arrivals) { arrivals_ = arrivals; }
  // The tombstones of a revision come behind those of the revisions before it.
  void RestoreTombstone(const Tombstone& tombstone) { tombstones_.Add(tombstone); }

  // The children of `parent` in order. Sorts them first when a change has marked the parent.
  const Record* FirstChild(const Record& parent) const;
  // The records as a JSON array, children nested in trees: see RowText.
  std::vector<RowText::Text> Rows() const { return rows_.Pieces(*this); }
  // All records of a freshly loaded store: tasks take their position as their index.
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
