// Replays journal records with only the plain rules: no rebasing, no conflicts, no messages. A
// project that replays its journal from a dataset or a snapshot equals, byte for byte, the project
// that wrote it.
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
  // All must outlive this object.
  Replay(ProjectState* state, IdAllocator* ids, Answers* answers)
      : state_(*state), ids_(*ids), answers_(*answers) {}

  // Applies the next revision. kDamaged: it is another one, or its text is invalid; nothing has
  // changed.
  Status Apply(const JournalRecord& record);
  // Adds a revision to the log that the state already contains.
  Status Remember(const JournalRecord& record);
  // Forgets the excess of the state and the answers; both functions above do this themselves.
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
