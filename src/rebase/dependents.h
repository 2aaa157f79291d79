// Adds to a revision the removals of dependencies and assignments that refer to removed tasks and
// resources, in its change and its `$input`, unless the revision already removes them or makes them
// refer to another record.
#ifndef GANTT_REBASE_DEPENDENTS_H_
#define GANTT_REBASE_DEPENDENTS_H_

#include <string_view>
#include <vector>

#include "message/changeset.h"
#include "state/project_state.h"
#include "store/field.h"

namespace gantt {

class Dependents {
 public:
  // `revision` is of the changeset; Remove() may append to Changeset::stores.
  Dependents(const ProjectState& state, Changeset* changeset, RevisionChange* revision);

  // `removed`: ids of the kind that such fields refer to.
  void Remove(FieldKind kind, const std::vector<std::string_view>& removed);

 private:
  StoreChange* ChangeOf(std::string_view store);

  const ProjectState& state_;
  Changeset& changeset_;
  RevisionChange& revision_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_DEPENDENTS_H_
