// What has to be changed in a project so that it, or a part of it, is again what it was: a change
// that the plain rules apply, with `$input`, which everybody can be told. What is not of that part
// stays as it is.
#ifndef GANTT_PROJECT_DIFFERENCE_H_
#define GANTT_PROJECT_DIFFERENCE_H_

#include <string>
#include <string_view>

#include "base/status.h"
#include "state/project_state.h"

namespace gantt {

// Of what. A record that was not there then goes: what is below it then goes to its parent, or,
// with the subtree, goes as well. With a record that comes back come the dependencies and
// assignments that went with it.
struct Scope {
  std::string_view store = {};  // Empty: the whole project.
  std::string_view record = {};
  bool with_subtree = false;
  std::string_view field = {};  // Of the record; empty: all of it.
};

// Appends the JSON object `changes`; {} where nothing has to be changed. kUnknownRecord: the record
// is in neither state, or, of a field, not in both.
Status AppendDifference(const ProjectState& now, const ProjectState& then, const Scope& scope,
                        std::string* changes);

}  // namespace gantt

#endif  // GANTT_PROJECT_DIFFERENCE_H_
