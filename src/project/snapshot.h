// The complete state of a project at one revision, as bytes: content, memory, and the order of
// everything, so that a project read from a snapshot behaves like the one that wrote it. The log is
// not included, because the journal has the revisions.
//
//   snapshot  = text("gantt-sync snapshot 1") base last flags last_id
//               text(project fields) count stores* removed phantoms answers
//   flags     = 1: there was other data before this epoch
//   store     = text(name) tree arrivals count records* count tombstones*
//   tree      = 1: its records nest
//   record    = parent text(key) fields content arrival double(parentIndex)
//               double(orderedParentIndex) has_loaded_order count stamps*
//   parent    = 0: the root; n: the n-th record of the store in this snapshot
//   fields    = count (text(key) text(value))*
//   content   = 0, or 1 text(content)
//   stamp     = field revision
//   tombstone = text(key) text(parent) revision
//   removed   = count (text(store) text(key) revision fields content)*
//   phantoms  = count (text(store) text(author) text(name) text(id))*
//   answers   = forgotten count (text(origin) text(local id) epoch revision text(refusal))*
//
// Parents come before their children, siblings in order. Numbers and texts: see base/binary.h.
#ifndef GANTT_PROJECT_SNAPSHOT_H_
#define GANTT_PROJECT_SNAPSHOT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/status.h"
#include "state/answers.h"
#include "state/id_allocator.h"
#include "state/project_state.h"

namespace gantt {

// A project without its options, owned by its creator.
struct RestoredProject {
  std::unique_ptr<ProjectState> state;
  Answers answers;
  uint64_t last_id = 0;
};

std::string WriteSnapshot(const ProjectState& state, const Answers& answers,
                          const IdAllocator& ids);

// kDamaged: the bytes are no snapshot, or incomplete; `*out` is then meaningless. The log of the
// result is empty, and set to its revision.
Status ReadSnapshot(std::string_view bytes, const Limits& limits, RestoredProject* out);

}  // namespace gantt

#endif  // GANTT_PROJECT_SNAPSHOT_H_
