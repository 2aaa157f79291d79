// The answer to a change, which only its author gets, in dialects with answers: for applied,
// repeated and refused changes. The same change gets the same answer.
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
  // All must outlive this object; other code rewrites `changeset` between the calls.
  AuthorAnswer(const Submitter& submitter, const ProjectState& state, Answers* answers,
               Changeset* changeset, Outcome* out);

  // Was the change answered before? Then the author gets the same answer. `*status`: kBeforeReset
  // if that was in another epoch; kDamaged if the log cannot be read.
  bool Repeat(Status* status);
  // The complete answer, for dialects with one answer. `last`: the last revision before the change.
  // kDamaged: the log cannot be read.
  Status TellAll(uint64_t last);
  // Answers a refused change; nothing of it is in the log.
  void Refuse(const std::vector<Conflict>& conflicts);
  // Answers that revision `index` of the change was applied.
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
