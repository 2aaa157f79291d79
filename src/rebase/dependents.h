// What goes with the tasks and resources that a revision removes: a dependency or assignment that
// refers to one of them, unless the same revision removes it anyway, or makes it refer to something
// else. It is added to the revision, to its change and to its `$input`.
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

  // `removed`: ids of the kind that such fields name.
  void Remove(FieldKind kind, const std::vector<std::string_view>& removed);

 private:
  StoreChange* ChangeOf(std::string_view store);

  const ProjectState& state_;
  Changeset& changeset_;
  RevisionChange& revision_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_DEPENDENTS_H_
