// The rows of a store as JSON text, kept until something in them changes: after a change, a dataset
// costs the records around it and a copy of the piece that they are in, not the project.
//
// RowRuns keeps the text; here is known what of it a change makes stale:
//   - fields of a record: what its own leaf says
//   - the children of a record: those of its children that have another rank or another one before
//     them, and the record behind its whole subtree, which gets other closing brackets.
#ifndef GANTT_STORE_ROW_TEXT_H_
#define GANTT_STORE_ROW_TEXT_H_

#include <cstddef>
#include <vector>

#include "base/flat_map.h"
#include "store/record.h"
#include "store/row_runs.h"

namespace gantt {

class RowText {
 public:
  using Text = RowRuns::Text;

  explicit RowText(RowRuns::Sizes sizes) : runs_(sizes) {}

  // Fields of the record changed, or it leaves its place.
  void Touch(const Record& record) { runs_.Touch(record); }
  // A record arrived last under `parent`, or the last one has left, or the order may change.
  void NoteChildren(const Record* parent) {
    if (!runs_.empty()) parents_.Insert(parent, false);
  }
  // Ranks of children changed.
  void NoteRanks(const Record* parent) {
    if (!runs_.empty()) parents_[parent] = true;
  }
  // The record is about to end.
  void Forget(const Record& record) {
    Touch(record);
    if (parents_.contains(&record)) parents_.Erase(&record);
  }

  // Bytes that it takes.
  size_t memory() const { return runs_.memory() + parents_.memory(); }

  // `[{…},…]` in pieces, none of them empty. What did not change is the same object as before.
  std::vector<Text> Pieces(const Store& store);

 private:
  void FindStale(const Store& store);

  RowRuns runs_;
  // Whose children changed; true: all of them have to be written again.
  FlatMap<const Record*, bool> parents_;
};

}  // namespace gantt

#endif  // GANTT_STORE_ROW_TEXT_H_
