// Finds and drops edits of records that another client has locked, like conflicting edits
// (docs/conflicts.md); the rest is applied.
//
// As with conflicts, only edits of the user count: not derived values, nor positions from a
// reorder. A locked record and its ancestors are not removed; records that would be removed with
// those also stay.
#ifndef GANTT_CONFLICT_LOCK_CHECK_H_
#define GANTT_CONFLICT_LOCK_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/flat_map.h"
#include "conflict/conflicts.h"
#include "conflict/edits.h"
#include "conflict/restoration.h"
#include "message/changeset.h"
#include "state/project_state.h"
#include "state/record_locks.h"
#include "store/ids.h"
#include "store/store.h"

namespace gantt {

class LockCheck {
 public:
  // References must be rewritten. `author`: its client id.
  LockCheck(const ProjectState& state, const RecordLocks& locks, std::string_view author,
            Changeset* changeset)
      : state_(state), locks_(locks), author_(author), changeset_(*changeset) {}

  // The locked records that an unresolved revision would change, once each.
  std::vector<Conflict> Find(uint32_t revision);
  // Removes the last findings from that revision, and corrects its author. True: a removal was
  // dropped, which nobody else has seen.
  bool LeaveOut(const std::vector<Conflict>& found, Restoration* restoration);

 private:
  struct Removal {
    const Store* store;
    const Record* record;
  };

  Conflict* ConflictOf(const StoreChange& change, const Entry& entry, const Record* record,
                       const RecordLock& lock);
  void LookAtUpdates(uint32_t change, const Range& entries, Edits::Part part, Edits* edits);
  void LookAtRemovals(const StoreChange& change);
  void FindKept(const Store& store, const StoreChange& change);
  FlatSet<const void*> Staying() const;

  const ProjectState& state_;
  const RecordLocks& locks_;
  const std::string_view author_;
  Changeset& changeset_;
  uint32_t revision_ = 0;
  std::vector<Conflict> found_;
  FlatMap<RecordName, size_t> known_;  // Index into found_.
  // Of one store: records that must not be removed, by key, with the responsible lock.
  FlatMap<std::string_view, const RecordLock*> kept_;
  std::vector<Removal> removals_;  // That are refused.
};

// Appends [{"store","id","lockedBy"},…] to an open array; `*told`: the records in it.
void DescribeLocked(const std::vector<Conflict>& found, FlatSet<RecordName>* told,
                    std::string* out);

}  // namespace gantt

#endif  // GANTT_CONFLICT_LOCK_CHECK_H_
