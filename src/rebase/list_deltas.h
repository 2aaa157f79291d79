// Converts deltas of nested lists (store/nested_list.h) to lists: the difference between the
// author's last and current list is applied to the list of the project, so concurrent changes by
// others stay.
//
// Behaviour of the real client (seen in a browser):
//   - A chart that received a list reports what it shows, without `$input`. That is no edit: the
//   field is dropped, and remembered as the shown list. It is an edit if no later state of the list
//   contains it, as from a program that writes no `$input`.
//   - An undo names the record in `$input`, but not the field. It has the list before the undone
//   edit, without later changes by others: so it counts relative to the author's own changes.
//   - An undo back to the loaded list omits the field completely.
#ifndef GANTT_REBASE_LIST_DELTAS_H_
#define GANTT_REBASE_LIST_DELTAS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/status.h"
#include "message/changeset.h"
#include "rebase/input_entries.h"
#include "state/list_memory.h"
#include "state/project_state.h"
#include "store/field.h"

namespace gantt {

class ListDeltas {
 public:
  // Ids must be assigned and references rewritten, but nothing applied. kMessageTooLarge: the
  // deltas and their lists exceed `back_bytes`.
  static Status Check(const ProjectState& state, const Changeset& changeset);

  // `author`: the client id of its connection.
  ListDeltas(const ProjectState& state, std::string_view author, Changeset* changeset,
             RevisionChange* revision)
      : state_(state),
        author_(author),
        changeset_(*changeset),
        revision_(*revision),
        input_(changeset) {}

  // False: Complete() would change nothing, and remember nothing.
  static bool MayBeAny(const ProjectState& state, std::string_view author,
                       const Changeset& changeset) {
    return changeset.may_nest || (changeset.says_input() && state.lists.ShowsLists(author));
  }
  // The revision must be rebased, but not applied.
  void Complete();
  // The same for a revision with only whole lists: nothing of it changes.
  void NoteLists();
  // Call it after it was applied as that revision.
  void Remember(uint64_t revision, ListMemory* memory) const;

 private:
  // A list in this revision.
  struct Turn {
    std::string before;  // The value in the project.
    std::string now;     // The new value.
    ListMemory::Seen seen;
    bool is_seen = false;  // `seen` must be remembered.
  };

  void CompleteEntry(StoreChange* change, List list, uint32_t entry);
  bool IsDelta(const StoreChange& change, const Entry& entry, const Field& field) const;
  // Returns the list that replaces `said`; empty: it is no edit.
  std::string_view Resolve(const StoreChange& change, const Entry& entry, std::string_view key,
                           std::string_view said);
  static void Edit(std::string mine, Turn* turn);
  static void Undo(std::string mine, Turn* turn);
  bool IsSight(const std::string& list, Turn* turn, std::string_view mine);
  void NoteWhole(const StoreChange& change, const Entry& entry, const Field& field);
  void SayReturned(StoreChange* change, uint32_t entry);
  void Say(StoreChange* change, uint32_t entry, const Field& field);
  std::string_view Stored(const StoreChange& change, const Entry& entry,
                          std::string_view key) const;
  Turn& TurnOf(const StoreChange& change, const Entry& entry, std::string_view key,
               std::string* name);

  const ProjectState& state_;
  const std::string_view author_;
  Changeset& changeset_;
  RevisionChange& revision_;
  InputEntries input_;
  std::map<std::string, Turn> turns_;  // By NameOfList().
  bool may_return_ = false;            // Can the author show lists that it has changed?
};

}  // namespace gantt

#endif  // GANTT_REBASE_LIST_DELTAS_H_
