// Deltas of nested lists (store/nested_list.h) become lists: what changed between the list that the
// author showed last and the one that it shows now is done to the list that the project has, so
// what others did meanwhile stays.
//
// Three things that the real client does (seen in a browser):
//   - A chart that was given a list says what it shows now, without `$input`. That is no edit: the
//     field is left out, and remembered as what it shows. It is an edit where none of the lists
//     that the project had since contains it, as of a program that writes no `$input`.
//   - An undo names the record in `$input`, but not the field. It shows the list as it was before
//     what is undone, without what others did since: so it counts from what its author has done.
//   - An undo back to the list that was loaded says nothing of the field at all.
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
  // Ids are given, references rewritten; nothing has been applied. kMessageTooLarge: the deltas and
  // the lists that they are about come to more than `back_bytes`.
  static Status Check(const ProjectState& state, const Changeset& changeset);

  // `author`: the client id of its connection.
  ListDeltas(const ProjectState& state, std::string_view author, Changeset* changeset,
             RevisionChange* revision)
      : state_(state),
        author_(author),
        changeset_(*changeset),
        revision_(*revision),
        input_(changeset) {}

  // False: Complete() would change nothing, and nothing would be to remember.
  static bool MayBeAny(const ProjectState& state, std::string_view author,
                       const Changeset& changeset) {
    return changeset.may_nest || (changeset.says_input() && state.lists.ShowsLists(author));
  }
  // The revision has been rebased; nothing of it has been applied.
  void Complete();
  // The same of a revision that says all its lists whole: nothing of it changes.
  void NoteLists();
  // It has become that revision.
  void Remember(uint64_t revision, ListMemory* memory) const;

 private:
  // A list of which this revision says something.
  struct Turn {
    std::string before;  // What the project has.
    std::string now;     // What it gets.
    ListMemory::Seen seen;
    bool is_seen = false;  // `seen` is to be remembered.
  };

  void CompleteEntry(StoreChange* change, List list, uint32_t entry);
  bool IsDelta(const StoreChange& change, const Entry& entry, const Field& field) const;
  // Answers the list that takes the place of `said`; empty: it is no edit.
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
  bool may_return_ = false;            // May the author show lists that it has changed?
};

}  // namespace gantt

#endif  // GANTT_REBASE_LIST_DELTAS_H_
