// The texts that go to clients. Grammar of what is written (protocol.md, `commands`):
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

// Appends one revision. A server's own has no local id and the client "server". `*parts`: places in
// what was appended.
void AppendRevision(const ResolvedRevision& resolved, uint64_t number, std::string_view author,
                    std::string* out, RevisionParts* parts);

}  // namespace gantt

#endif  // GANTT_WIRE_REVISION_ENCODER_H_
