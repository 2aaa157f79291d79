// The rows of a store as JSON text, in pieces that are kept until something in them changes: after
// a change, a dataset costs the pieces that it touched, not the project.
//
// The text runs through the records depth first. What leads from one record to the next (brackets,
// commas) stands in front of the next one, so a piece depends on its own records, on their ranks,
// and on how deep the record before it was. A piece is made again when one of these changes:
//   - fields of a record: its piece
//   - the children of a record: those of its children that have another rank or another one before
//     them, and the record behind its whole subtree, which gets other closing brackets.
#ifndef GANTT_MODEL_ROW_TEXT_H_
#define GANTT_MODEL_ROW_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/record.h"

namespace gantt {

class Store;

class RowText {
 public:
  using Text = std::shared_ptr<const std::string>;

  // Fields of the record changed, or it leaves its place.
  void Touch(const Record& record) {
    if (record.piece != 0) pieces_[record.piece].is_stale = true;
  }
  // A record arrived last under `parent`, or the last one has left, or the order may change.
  void NoteChildren(const Record* parent) {
    if (!order_.empty()) parents_.try_emplace(parent, false);
  }
  // Ranks of children changed.
  void NoteRanks(const Record* parent) {
    if (!order_.empty()) parents_[parent] = true;
  }
  // The record is about to end.
  void Forget(const Record& record) {
    Touch(record);
    if (!parents_.empty()) parents_.erase(&record);
  }

  // `[{…},…]` in pieces, none of them empty. What did not change is the same object as before.
  std::vector<Text> Pieces(const Store& store);

 private:
  struct Piece {
    Text text;
    const Record* first = nullptr;
    const Record* last = nullptr;
    size_t rise = 0;            // So much higher than `first` is the highest record in it.
    std::vector<size_t> ranks;  // Of `last` and those above it, from that height down.
    bool is_stale = true;
  };
  class Walk;

  void FindStale(const Store& store);
  uint32_t Allocate();

  std::vector<Piece> pieces_{1};  // By Record::piece. 0 stands for none.
  std::vector<uint32_t> free_;    // Places in pieces_.
  std::vector<uint32_t> order_;  // Those in use, as the text goes; empty before the first Pieces().
  // Whose children changed; true: all of them have to be written again.
  std::unordered_map<const Record*, bool> parents_;
};

}  // namespace gantt

#endif  // GANTT_MODEL_ROW_TEXT_H_
