// Computes the change that restores a project, or a part of it, to a past state. The plain rules
// can apply it; it has an `$input`, and can be broadcast. Everything outside that part stays
// unchanged.
#ifndef GANTT_PROJECT_DIFFERENCE_H_
#define GANTT_PROJECT_DIFFERENCE_H_

#include <string>
#include <string_view>

#include "base/status.h"
#include "state/project_state.h"

namespace gantt {

// The part to restore. A record that did not exist is removed; its children move to its parent, or
// with `subtree` are removed as well. A restored record comes back with the dependencies and
// assignments that were removed with it.
struct Scope {
  std::string_view store = {};  // Empty: the whole project.
  std::string_view record = {};
  bool with_subtree = false;
  std::string_view field = {};  // Of the record; empty: all of it.
};

// Appends the JSON object `changes`; {} if nothing differs. kUnknownRecord: the record is in
// neither state or, for a field, not in both.
Status AppendDifference(const ProjectState& now, const ProjectState& then, const Scope& scope,
                        std::string* changes);

}  // namespace gantt

#endif  // GANTT_PROJECT_DIFFERENCE_H_
