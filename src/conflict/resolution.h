// Applies the policies `server-wins` and `merge` to a conflicting change. The cost is linear in the
// change and the merged values.
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

// Hides the fields in all revisions, and corrects their author.
void LeaveOut(const std::vector<Conflict>& conflicts, const ProjectState& state,
              Changeset* changeset, Restoration* restoration);

// Writes the merged value at the last occurrence of the field in the message; earlier ones are
// overwritten anyway. For a part of an object, which becomes whole when its revision is resolved,
// it only records that its arrays must be joined. `merged`, `joining`: see PartialValues.
// kMessageTooLarge: the values exceed `back_bytes`.
Status MergeInto(const std::vector<Conflict>& conflicts, const ProjectState& state,
                 const FieldNames& merged, Changeset* changeset, JoiningParts* joining);

}  // namespace gantt

#endif  // GANTT_CONFLICT_RESOLUTION_H_
