// What a snapshot and the records of a journal behind it make: the slow half of Project::Restore().
// Needs no project, and may run on any thread.
#ifndef GANTT_PROJECT_REBUILD_H_
#define GANTT_PROJECT_REBUILD_H_

#include <cstdint>
#include <limits>
#include <string_view>

#include "base/limits.h"
#include "base/status.h"
#include "project/snapshot.h"

namespace gantt {

// `records` may begin before the snapshot, and only fill the log then. kDamaged: they are not what
// was written, or there is a gap; `*out` is meaningless then.
// `others_first`: see RevisionLog::NoteOthersFirst().
Status Rebuild(std::string_view snapshot, std::string_view records, const Limits& limits,
               RestoredProject* out, uint64_t others_first = std::numeric_limits<uint64_t>::max());

}  // namespace gantt

#endif  // GANTT_PROJECT_REBUILD_H_
