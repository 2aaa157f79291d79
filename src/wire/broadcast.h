// The messages that tell of a revision, in every dialect (docs/flat.md, docs/sync.md). What one
// dialect shows of a revision is cut out of the one text that the log keeps.
#ifndef GANTT_WIRE_BROADCAST_H_
#define GANTT_WIRE_BROADCAST_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"
#include "state/revision_log.h"

namespace gantt {

// {"command":"project_change","data":{"revisions":[ … ],"project":1}}: what comes before and
// behind.
void AppendCommandsHead(std::string* out);
void AppendCommandsTail(std::string_view project_id, std::string* out);

// {"command":"projectChange","project":1,"changes":{…}}, or nothing if the revision changes
// nothing.
std::string FlatChange(const Revision& revision, std::string_view project_id);

// {"type":"changes","payload":{…},"revision":N,"sender":"…"}
std::string SyncChange(const Revision& revision);

// {"type":"ack","payload":{"clientRevision":…,"serverRevision":N,"changes":{…}}}
std::string SyncAck(const Revision& revision, std::string_view client_revision);
// The same for a revision that the log has no more.
std::string SyncAckWithoutChanges(uint64_t number, std::string_view client_revision);

// {"type":"error","payload":{"code":…,"message":…,"clientRevision":…}}
std::string SyncError(ErrorCode code, std::string_view message, std::string_view client_revision);

}  // namespace gantt

#endif  // GANTT_WIRE_BROADCAST_H_
