// What a change would do to records that somebody else has locked, and what becomes of it: those
// edits are lost, as those that conflict (docs/conflicts.md), and the rest is made.
//
// Only what the user did counts, as with conflicts: not what the author's scheduling derived, nor
// the places that a reorder gives to siblings. A record is not removed either, nor anything that
// it hangs below; what would go with that stays, too.
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
  // References have been rewritten already. `author`: its client id.
  LockCheck(const ProjectState& state, const RecordLocks& locks, std::string_view author,
            Changeset* changeset)
      : state_(state), locks_(locks), author_(author), changeset_(*changeset) {}

  // The locked records that a revision, which has not been resolved, would change: one for each.
  std::vector<Conflict> Find(uint32_t revision);
  // Takes what was found last out of that revision, and has its author put right. True: something
  // that it removes stays, which nobody else has seen go.
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
  FlatMap<RecordName, size_t> known_;  // Which of found_.
  // Of one store: what must not go, by key, and the lock on whose account.
  FlatMap<std::string_view, const RecordLock*> kept_;
  std::vector<Removal> removals_;  // That are refused.
};

// Appends [{"store","id","lockedBy"},…] to an array that is still open; `*told`: of whom it tells.
void DescribeLocked(const std::vector<Conflict>& found, FlatSet<RecordName>* told,
                    std::string* out);

}  // namespace gantt

#endif  // GANTT_CONFLICT_LOCK_CHECK_H_
