// One change, from what was read to what everybody is told: what its dialect, the policy for
// conflicts and a veto make of it (docs/conflicts.md).
#ifndef GANTT_PROJECT_SUBMISSION_H_
#define GANTT_PROJECT_SUBMISSION_H_

#include <memory_resource>
#include <optional>
#include <vector>

#include "base/status.h"
#include "conflict/restoration.h"
#include "conflict/storm_watch.h"
#include "message/changeset.h"
#include "message/terms.h"
#include "project/author_answer.h"
#include "project/journal_tail.h"
#include "project/publication.h"
#include "rebase/partial_values.h"
#include "rebase/resolved_revision.h"
#include "rebase/resolver.h"
#include "state/answers.h"
#include "state/id_allocator.h"
#include "state/project_state.h"
#include "state/record_locks.h"
#include "store/field_names.h"

namespace gantt {

class Submission {
 public:
  // What a project has besides its state, and a change may touch.
  struct Memory {
    IdAllocator* ids;
    Answers* answers;
    StormWatch* storms;
    const RecordLocks* locks;
    JournalTail* journal;  // Null where nothing is kept.
    const FieldNames* merged;
  };

  Submission(const Submitter& submitter, ProjectState* state, const Memory& memory,
             Changeset* changeset, Outcome* out);

  // Was it answered before? Then it gets the same answer (AuthorAnswer::Repeat), and nothing else
  // happens. Of the revisions of a `commands` client that has come back, those that were made
  // before are emptied: they come back, as every revision has to, and change nothing.
  bool Repeat(Status* status) { return answer_.Repeat(status); }
  // kBeforeReset, kVetoed (where a refusal is answered; others are put right); else it is done.
  Status Run();

 private:
  Status CheckBases() const;
  bool IsLocked();
  void ApplyAll();
  bool SaysNothing() const;
  void DropRepeats();
  using Revisions = std::pmr::vector<ResolvedRevision>;  // In the memory of the message.
  void Restore(Publication* publication, Revisions* told);
  void RefuseAll();
  Restoration& restoration() { return restoration_ ? *restoration_ : restoration_.emplace(state_); }

  const Submitter submitter_;
  ProjectState& state_;
  const Memory memory_;
  Changeset& changeset_;
  Outcome& out_;
  AuthorAnswer answer_;
  JoiningParts joining_;  // Of `merge`.
  // Of what is left out of the change; nothing mostly is.
  std::optional<Restoration> restoration_;
  bool has_repeats_ = false;  // Something of the message was made before.
  // Something that it removes stays, since somebody else has locked it.
  bool is_author_apart_ = false;
};

}  // namespace gantt

#endif  // GANTT_PROJECT_SUBMISSION_H_
