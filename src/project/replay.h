// Brings a project from one revision to the next by what a journal has of it, with the plain rules
// and nothing else: no rebasing, no conflicts, nobody who is told. A project that replays its
// journal from a dataset or a snapshot becomes, byte for byte, what the one was that wrote it.
#ifndef GANTT_PROJECT_REPLAY_H_
#define GANTT_PROJECT_REPLAY_H_

#include "base/status.h"
#include "project/revision_reader.h"
#include "state/answers.h"
#include "state/id_allocator.h"
#include "state/journal_record.h"
#include "state/project_state.h"

namespace gantt {

class Replay {
 public:
  // All outlive this object.
  Replay(ProjectState* state, IdAllocator* ids, Answers* answers)
      : state_(*state), ids_(*ids), answers_(*answers) {}

  // Applies the revision behind the head. kDamaged: it is another one, or its text is none; then
  // nothing has changed.
  Status Apply(const JournalRecord& record);
  // Puts a revision into the log that the state contains already: the log goes on from there.
  Status Remember(const JournalRecord& record);
  // What the state and the answers have too much of; both of the above do it themselves.
  void Forget();

 private:
  Status Follows(const JournalRecord& record) const;
  void Append(const JournalRecord& record);
  void AddContent(const JournalRecord::Content& content);

  ProjectState& state_;
  IdAllocator& ids_;
  Answers& answers_;
  RevisionReader reader_;
};

}  // namespace gantt

#endif  // GANTT_PROJECT_REPLAY_H_
