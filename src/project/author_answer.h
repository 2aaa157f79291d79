// The answer to a change that its author alone gets, in the dialects that answer: of one that was
// made, of one that comes again, and of one that is refused. The same change gets the same answer.
#ifndef GANTT_PROJECT_AUTHOR_ANSWER_H_
#define GANTT_PROJECT_AUTHOR_ANSWER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/status.h"
#include "conflict/conflicts.h"
#include "message/changeset.h"
#include "message/terms.h"
#include "project/publication.h"
#include "project/touched_rows.h"
#include "state/answers.h"
#include "state/project_state.h"
#include "state/revision_log.h"

namespace gantt {

class AuthorAnswer {
 public:
  // All must live as long as it does; `changeset` is rewritten by others between the calls.
  AuthorAnswer(const Submitter& submitter, const ProjectState& state, Answers* answers,
               Changeset* changeset, Outcome* out);

  // Was the change answered before? Then the author gets the same answer.
  // `*status`: kBeforeReset, where that was in another epoch; kDamaged, where the log cannot be
  // read.
  bool Repeat(Status* status);
  // All that the author is to know, where one answer has it. `last`: of the log before the change.
  // kDamaged: the log cannot be read.
  Status TellAll(uint64_t last);
  // Nothing of the change is in the log.
  void Refuse(const std::vector<Conflict>& conflicts);
  // That the revision of the change at `index` was made.
  void Remember(size_t index, const Revision& revision);

 private:
  Status TellAllAgain(uint64_t own);
  void TakeIds(const Changeset& first);
  void TellRows(TouchedRows* rows);

  const Submitter& submitter_;
  const ProjectState& state_;
  Answers& answers_;
  Changeset& changeset_;
  Outcome& out_;
};

}  // namespace gantt

#endif  // GANTT_PROJECT_AUTHOR_ANSWER_H_
