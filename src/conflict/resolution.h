// What the policies `server-wins` and `merge` make of a change that conflicts. Its cost is that of
// the change and of the values that are merged.
#ifndef GANTT_CONFLICT_RESOLUTION_H_
#define GANTT_CONFLICT_RESOLUTION_H_

#include <vector>

#include "base/status.h"
#include "conflict/conflicts.h"
#include "conflict/restoration.h"
#include "message/changeset.h"
#include "rebase/partial_values.h"
#include "state/project_state.h"
#include "store/field_names.h"

namespace gantt {

// Hides the fields wherever their revisions say them, and has their author put right.
void LeaveOut(const std::vector<Conflict>& conflicts, const ProjectState& state,
              Changeset* changeset, Restoration* restoration);

// Writes what comes of both values where the message speaks of the field for the last time: what
// it said before that is overwritten anyway. Of a part of an object, which becomes whole when its
// revision is resolved, it is only noted that arrays in it are to be joined. `merged`, `joining`:
// see PartialValues. kMessageTooLarge: the values of both come to more than `back_bytes`.
Status MergeInto(const std::vector<Conflict>& conflicts, const ProjectState& state,
                 const FieldNames& merged, Changeset* changeset, JoiningParts* joining);

}  // namespace gantt

#endif  // GANTT_CONFLICT_RESOLUTION_H_
