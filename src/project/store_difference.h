// Computes the change of one store that restores records to a past state, for the plain rules. Ids,
// fields, parents and the order of siblings are restored; a field that a record did not have
// becomes null, and in a store without indexes, restored records are last.
//
// Call the functions for removals first, then for restored and corrected records, parents first.
#ifndef GANTT_PROJECT_STORE_DIFFERENCE_H_
#define GANTT_PROJECT_STORE_DIFFERENCE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/flat_map.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {

class StoreDifference {
 public:
  // Stores of the same name; null if a state has no such store. Both must outlive this object.
  StoreDifference(const Store* now, const Store* then) : now_(now), then_(then) {}

  const Record* Now(std::string_view key) const {
    return now_ == nullptr ? nullptr : now_->Find(key);
  }
  const Record* Then(std::string_view key) const {
    return then_ == nullptr ? nullptr : then_->Find(key);
  }

  // Removes the record; its subtree must also be removed or moved.
  void Remove(const Record& now);
  // Restores the record, adding it again if necessary.
  void Write(const Record& then);
  void WriteField(const Record& then, const Record& now, std::string_view field);
  // Restores its position; its fields stay.
  void PutBack(const Record& then, const Record& now);
  // Moves it there.
  void MoveTo(const Record& now, std::string_view parent);
  // Restores the whole store.
  void WriteAll();

  // Will it exist after the change?
  bool Exists(std::string_view key) const;
  // The restored records.
  const std::vector<const Record*>& added() const { return added_; }
  const std::vector<const Record*>& removed() const { return removed_; }

  // `"added":[…],"updated":[…],"removed":[…]`, without empty lists.
  std::string Lists();

 private:
  struct Update {
    const Record* now;
    std::string members;  // Each behind a comma.
    std::optional<size_t> place;
  };

  bool has_indexes() const;
  bool is_tree() const { return (now_ != nullptr ? now_ : then_)->is_tree(); }
  Update& UpdateOf(const Record& now);
  std::string_view ParentNow(std::string_view key) const;
  std::string_view RawId(std::string_view key) const;
  // Its possible parent: the former one, else the nearest existing ancestor.
  std::string_view PlaceOf(const Record& then) const;
  bool IsBelow(std::string_view key, std::string_view above) const;
  void SetParent(const Record& now, std::string_view parent);
  void NoteParent(std::string_view parent);
  void WriteFields(const Record& then, const Record& now);
  void NumberAll();
  void NumberChildren(std::string_view parent, bool as_then);
  bool HasSameChildren(const Record& then) const;
  std::string AddedText(const Record& then) const;

  const Store* const now_;
  const Store* const then_;
  std::vector<const Record*> added_;    // Of then_.
  std::vector<const Record*> removed_;  // Of now_.
  std::vector<Update> updates_;
  FlatMap<std::string_view, size_t> update_of_;
  FlatSet<std::string_view> is_removed_;
  FlatMap<std::string_view, std::string_view> parents_;  // Of those that come back, or move.
  FlatMap<std::string_view, std::vector<std::string_view>> moved_;  // By their new parent.
  FlatMap<std::string_view, size_t> places_;                        // Of those that come back.
  std::vector<std::string_view> touched_parents_;  // Whose children come back, or move.
  FlatSet<std::string_view> is_touched_;
  std::vector<const Record*> adopted_;  // Those that come back under another parent: one at most.
  bool is_whole_ = false;
};

// The records of a store, parents first, siblings in order.
std::vector<const Record*> InOrder(const Store& store, const Record& top);

}  // namespace gantt

#endif  // GANTT_PROJECT_STORE_DIFFERENCE_H_
