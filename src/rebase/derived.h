// Drops what was derived from a dropped edit.
#ifndef GANTT_REBASE_DERIVED_H_
#define GANTT_REBASE_DERIVED_H_

#include "message/changeset.h"

namespace gantt {

// For a revision whose `$input` lost an edit while rebasing: the values that the author's
// scheduling engine derived from that edit are wrong for the project, and nobody would correct
// them, because other clients apply only `$input`, which leaves nothing to recalculate (seen in a
// browser). So each update keeps only the user's edits and the position of the record. Charts that
// do recalculate send the right values.
void DropDerived(Changeset* changeset, RevisionChange* revision);

}  // namespace gantt

#endif  // GANTT_REBASE_DERIVED_H_
