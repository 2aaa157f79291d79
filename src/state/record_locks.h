// The holders of enforced record locks. The server sets them, because it knows the time; this class
// has no clock.
//
// Each lock has a fence, a number that grows with each lock. A change may state the fence under
// which it was made; it is too late if another client has held the record since, even if nobody
// holds it now. Fences up to the first one belong to an earlier run of the server whose locks are
// unknown, so they are too late for every record.
#ifndef GANTT_STATE_RECORD_LOCKS_H_
#define GANTT_STATE_RECORD_LOCKS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/text_map.h"

namespace gantt {

struct RecordLock {
  std::string holder;  // The client id of the holder; empty: released.
  std::string name;    // JSON text of the holder's name; null without a name.
  uint64_t fence = 0;
  size_t release = 0;  // The number of the release.
};

class RecordLocks {
 public:
  using OfStore = TextMap<RecordLock>;  // By the keys of the records.

  explicit RecordLocks(const Limits& limits = {}, uint64_t first_fence = 0)
      : max_released_(limits.released_locks) {
    forgotten_.fence = first_fence;
  }

  // `holder` now holds the record, whoever held it before.
  void Hold(std::string_view store, std::string_view key, std::string_view holder,
            std::string_view name, uint64_t fence);
  // Releases the lock; its fence is remembered.
  void Release(std::string_view store, std::string_view key);

  // Fences up to this one are too late as well: the earlier run went on longer than was known.
  void Expire(uint64_t fence) { forgotten_.fence = std::max(forgotten_.fence, fence); }

  // True: no record was ever locked, in any run.
  bool empty() const { return stores_.empty() && forgotten_.fence == 0; }
  // The locks of a store, or null.
  const OfStore* Of(std::string_view store) const;
  // The lock that prevents `author` from changing a record, or null: another client holds it, or
  // has held it since the lock with that fence.
  const RecordLock* Against(std::string_view store, std::string_view key, std::string_view author,
                            std::optional<uint64_t> fence) const;
  static bool IsAgainst(const RecordLock& lock, std::string_view author,
                        std::optional<uint64_t> fence);

 private:
  void ForgetOldest();

  const size_t max_released_;
  TextMap<OfStore> stores_;
  struct Released {
    std::string store;
    std::string key;
    size_t release;
  };
  std::deque<Released> released_;  // The oldest first; some are locked again.
  size_t releases_ = 0;
  RecordLock forgotten_{.holder = {}, .name = "null"};  // The newest forgotten fence.
};

}  // namespace gantt

#endif  // GANTT_STATE_RECORD_LOCKS_H_
