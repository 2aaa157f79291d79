// Builds a state from a snapshot and later journal records: the slow part of Project::Restore().
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

// `records` before the snapshot only fill the log. kDamaged: they are damaged, or there is a gap;
// `*out` is then meaningless. `others_first`: see RevisionLog::NoteOthersFirst().
Status Rebuild(std::string_view snapshot, std::string_view records, const Limits& limits,
               RestoredProject* out, uint64_t others_first = std::numeric_limits<uint64_t>::max());

}  // namespace gantt

#endif  // GANTT_PROJECT_REBUILD_H_
