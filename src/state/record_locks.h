// Who holds which record, where nobody else may change it. The server says so: it knows the time,
// and this knows no clock.
//
// Each lock has a fence, a number that grows with each one. A change may say the fence under which
// it was made: it is too late where somebody has held the record since, also when nobody does now.
// Fences up to the first are of a life of the server before this, of whose locks nothing is known:
// they are too late for every record.
#ifndef GANTT_STATE_RECORD_LOCKS_H_
#define GANTT_STATE_RECORD_LOCKS_H_

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
  std::string holder;  // The client id of its connection; empty: it holds it no more.
  std::string name;    // JSON text of what the others call it; null where it has no name.
  uint64_t fence = 0;
  size_t release = 0;  // Which release that was.
};

class RecordLocks {
 public:
  using OfStore = TextMap<RecordLock>;  // By the keys of the records.

  explicit RecordLocks(const Limits& limits = {}, uint64_t first_fence = 0)
      : max_released_(limits.released_locks) {
    forgotten_.fence = first_fence;
  }

  // `holder` has the record now, whoever had it before.
  void Hold(std::string_view store, std::string_view key, std::string_view holder,
            std::string_view name, uint64_t fence);
  // Nobody holds it any more; its fence is remembered.
  void Release(std::string_view store, std::string_view key);

  // Nothing was ever locked, in no life before this either.
  bool empty() const { return stores_.empty() && forgotten_.fence == 0; }
  // Those of a store, or null.
  const OfStore* Of(std::string_view store) const;
  // What keeps `author` from changing a record, or null: somebody else holds it, or has held it
  // since the lock with that fence.
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
  std::deque<Released> released_;  // The oldest first; some were locked again since.
  size_t releases_ = 0;
  RecordLock forgotten_{.holder = {}, .name = "null"};  // The newest fence of those.
};

}  // namespace gantt

#endif  // GANTT_STATE_RECORD_LOCKS_H_
