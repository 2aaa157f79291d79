// What goes with an edit that was left out.
#ifndef GANTT_REBASE_DERIVED_H_
#define GANTT_REBASE_DERIVED_H_

#include "message/changeset.h"

namespace gantt {

// For a revision of whose `$input` something was left out or taken back while rebasing: what the
// author's scheduling engine derived from that edit is not true of the project, and nobody would
// correct it, because the others apply only `$input`, which has nothing left for them to
// recalculate (seen in a browser). So of each update only what the user did stays, and where a
// record is. Charts that do recalculate send what is right.
void DropDerived(Changeset* changeset, RevisionChange* revision);

}  // namespace gantt

#endif  // GANTT_REBASE_DERIVED_H_
