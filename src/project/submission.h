// One change, from what was read to what everybody is told: what its dialect, the policy for
// conflicts and a veto make of it (docs/conflicts.md).
#ifndef GANTT_PROJECT_SUBMISSION_H_
#define GANTT_PROJECT_SUBMISSION_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/text_map.h"
#include "conflict/conflicts.h"
#include "conflict/restoration.h"
#include "conflict/storm_watch.h"
#include "message/changeset.h"
#include "project/publication.h"
#include "state/answers.h"
#include "state/id_allocator.h"
#include "state/project_state.h"

namespace gantt {

class Submission {
 public:
  // What a project has besides its state, and a change may touch.
  struct Memory {
    IdAllocator* ids;
    Answers* answers;
    StormWatch* storms;
    JournalTail* journal;  // Null where nothing is kept.
  };

  Submission(const Submitter& submitter, ProjectState* state, const Memory& memory,
             Changeset* changeset, Outcome* out);

  // Was it answered before? Then it gets the same answer, and nothing else happens. Of the
  // revisions of a `commands` client that has come back, those that were made before are emptied:
  // they come back, as every revision has to, and change nothing.
  bool Repeat();
  // kBeforeReset, kVetoed (of a `sync` change; others are put right); else it is done.
  Status Run();

 private:
  Status CheckBases() const;
  void ApplyAll();
  void AnswerWith(const std::string& message);
  void DropRepeats();
  void Remember(size_t index, const Revision& revision);

  // Refusing.
  void RefuseAll();
  void FindReturned();
  void Undo(const RevisionChange& revision, Restoration* all, Restoration* authors) const;
  void UndoEntry(const Store* store, std::string_view store_name, List list, const Entry& entry,
                 Restoration* all, Restoration* authors) const;

  // Conflicting fields.
  using Entries = TextMap<std::vector<uint32_t>>;
  // Calls `write` for each field that conflicts, with every field of every entry about its record.
  void ForEachConflict(
      const std::vector<Conflict>& conflicts,
      const std::function<void(const Conflict&, const Field& said, Field*, Entry*)>& write);
  void LeaveOut(const std::vector<Conflict>& conflicts);
  void MergeInto(const std::vector<Conflict>& conflicts);
  // The entries of one change that are about one record, by its key.
  Entries EntriesOf(const StoreChange& change) const;

  const Submitter submitter_;
  ProjectState& state_;
  const Memory memory_;
  Changeset& changeset_;
  Outcome& out_;
  TextSet returned_;                            // That the message removes and adds again.
  std::map<size_t, Restoration> restorations_;  // By revision of the message.
};

}  // namespace gantt

#endif  // GANTT_PROJECT_SUBMISSION_H_
