// Applies a change to a project by the plain rules: within a store `added`, then `updated` field by
// field, then `removed`. Cannot fail.
#ifndef GANTT_PROJECT_APPLY_H_
#define GANTT_PROJECT_APPLY_H_

#include <cstdint>

#include "rebase/resolved_revision.h"
#include "state/project_state.h"

namespace gantt {

// Applies a change as revision `number`. Does not touch the log.
void Apply(const ResolvedRevision& resolved, uint64_t number, ProjectState* state);

}  // namespace gantt

#endif  // GANTT_PROJECT_APPLY_H_
