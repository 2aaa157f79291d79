// Processes one parsed change up to its messages, according to its dialect, the conflict policy and
// a veto (docs/conflicts.md).
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
#include "state/answers.h"
#include "state/id_allocator.h"
#include "state/project_state.h"
#include "state/record_locks.h"
#include "store/field_names.h"

namespace gantt {

class Submission {
 public:
  // The parts of a project besides its state that a change may modify.
  struct Memory {
    IdAllocator* ids;
    Answers* answers;
    StormWatch* storms;
    const RecordLocks* locks;
    JournalTail* journal;  // Null without a journal.
    const FieldNames* merged;
  };

  Submission(const Submitter& submitter, ProjectState* state, const Memory& memory,
             Changeset* changeset, Outcome* out);

  // Was it answered before? Then it gets the same answer (AuthorAnswer::Repeat), and nothing else
  // happens. Of a reconnected `commands` client, revisions that were applied before are emptied:
  // they must come back, but change nothing.
  bool Repeat(Status* status) { return answer_.Repeat(status); }
  // Returns kBeforeReset or kVetoed (in dialects that answer refusals; in others the author is
  // corrected); otherwise it is processed.
  Status Run();

 private:
  Status CheckBases() const;
  bool IsLocked();
  void ApplyAll();
  bool SaysNothing() const;
  void DropRepeats();
  using Revisions = std::pmr::vector<ResolvedRevision>;  // In the memory of the message.
  void Restore(Publication* publication, Revisions* told);
  void RestoreApart(Publication* publication, Revisions* told, bool tells);
  void RefuseAll();
  Restoration& restoration() { return restoration_ ? *restoration_ : restoration_.emplace(state_); }

  const Submitter submitter_;
  ProjectState& state_;
  const Memory memory_;
  Changeset& changeset_;
  Outcome& out_;
  AuthorAnswer answer_;
  JoiningParts joining_;  // Of `merge`.
  // Corrections for dropped parts of the change; usually none.
  std::optional<Restoration> restoration_;
  bool has_repeats_ = false;  // A part of the message was applied before.
  // A removal was dropped, because another client has locked the record.
  bool is_author_apart_ = false;
};

}  // namespace gantt

#endif  // GANTT_PROJECT_SUBMISSION_H_
