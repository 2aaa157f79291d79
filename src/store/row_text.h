// The rows of a store as cached JSON text: after a change, a dataset costs the records around the
// change and a copy of their piece, not the whole project.
//
// RowRuns stores the text; this class knows what a change makes stale:
//   - fields of a record: its own leaf
//   - the children of a record: children with another rank or predecessor, and the record after the
//   whole subtree, whose closing brackets change.
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

  // Fields of the record changed, or it leaves its position.
  void Touch(const Record& record) { runs_.Touch(record); }
  // A record arrived last under `parent`, or the last one left, or the order may change.
  void NoteChildren(const Record* parent) {
    if (!runs_.empty()) parents_.Insert(parent, false);
  }
  // Ranks of children changed.
  void NoteRanks(const Record* parent) {
    if (!runs_.empty()) parents_[parent] = true;
  }
  // The record is about to be deleted.
  void Forget(const Record& record) {
    Touch(record);
    if (parents_.contains(&record)) parents_.Erase(&record);
  }

  // Memory in bytes.
  size_t memory() const { return runs_.memory() + parents_.memory(); }

  // `[{…},…]` in non-empty pieces. An unchanged piece is the same object as before.
  std::vector<Text> Pieces(const Store& store);

 private:
  void FindStale(const Store& store);

  RowRuns runs_;
  // Parents with changed children; true: all children must be written again.
  FlatMap<const Record*, bool> parents_;
};

}  // namespace gantt

#endif  // GANTT_STORE_ROW_TEXT_H_
