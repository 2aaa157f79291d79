// The texts for clients. Grammar of the output (protocol.md, `commands`):
//
//   revision  = {"revision":"server-N","localRevision":…,"client":"…","changes":{…}
//                [,"conflictResolutionFor":…]}
//   broadcast = {"command":"project_change","data":{"revisions":[revision,…],"project":…}}
//   dataset   = {"command":"dataset","data":{"project":…,"dataset":{"tasksData":[…],…,
//                "project":{…}}[,"revision":"server-N" | "base"]}}
#ifndef GANTT_WIRE_REVISION_ENCODER_H_
#define GANTT_WIRE_REVISION_ENCODER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "rebase/resolved_revision.h"
#include "state/revision_log.h"

namespace gantt {

// Appends one revision. A revision of the server has no local id and the client "server". `*parts`:
// positions in the appended text.
void AppendRevision(const ResolvedRevision& resolved, uint64_t number, std::string_view author,
                    std::string* out, RevisionParts* parts);

}  // namespace gantt

#endif  // GANTT_WIRE_REVISION_ENCODER_H_
