#include "project/rebuild.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "base/binary.h"
#include "base/limits.h"
#include "base/status.h"
#include "project/replay.h"
#include "project/snapshot.h"
#include "state/id_allocator.h"
#include "state/journal_record.h"
#include "state/project_state.h"

namespace gantt {

Status Rebuild(std::string_view snapshot, std::string_view records, const Limits& limits,
               RestoredProject* out, uint64_t others_first) {
  out->answers = Answers(limits);
  if (Status status = ReadSnapshot(snapshot, limits, out); !status.ok()) return status;
  ProjectState& state = *out->state;
  state.log.NoteOthersFirst(others_first);
  IdAllocator ids(IdFormat::kNumber, 0);  // Only its number counts.
  ids.NoteNumber(out->last_id);
  Replay replay(&state, &ids, &out->answers);
  const uint64_t stands_at = state.log.last();
  bool is_first = true;
  JournalRecord record;
  for (BinaryReader in(records); !in.at_end();) {
    if (!record.Read(&in)) return {ErrorCode::kDamaged, "A record of the journal is not whole"};
    if (std::exchange(is_first, false) && record.number <= stands_at)
      state.log.StandAt(record.number - 1);
    const bool is_in_it = record.number <= stands_at;
    Status status = is_in_it ? replay.Remember(record) : replay.Apply(record);
    if (!status.ok()) return status;
  }
  if (state.log.last() < stands_at)
    return {ErrorCode::kDamaged, "The records of the journal do not reach the snapshot"};
  replay.Forget();
  out->last_id = ids.last_number();
  return {};
}

}  // namespace gantt
