#include "state/record_locks.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gantt {

void RecordLocks::Hold(std::string_view store, std::string_view key, std::string_view holder,
                       std::string_view name, uint64_t fence) {
  RecordLock& lock = stores_[std::string(store)][std::string(key)];
  lock.holder = holder;
  lock.name = name;
  lock.fence = fence;
}

void RecordLocks::Release(std::string_view store, std::string_view key) {
  const auto of_store = stores_.find(store);
  if (of_store == stores_.end()) return;
  const auto found = of_store->second.find(key);
  if (found == of_store->second.end() || found->second.holder.empty()) return;
  found->second.holder.clear();
  found->second.release = ++releases_;
  released_.push_back({of_store->first, found->first, releases_});
  while (released_.size() > max_released_) ForgetOldest();
}

void RecordLocks::ForgetOldest() {
  const Released oldest = std::move(released_.front());
  released_.pop_front();
  OfStore& of_store = stores_[oldest.store];
  const auto found = of_store.find(oldest.key);
  const bool is_it = found != of_store.end() && found->second.holder.empty() &&
                     found->second.release == oldest.release;
  if (!is_it) return;
  forgotten_.fence = std::max(forgotten_.fence, found->second.fence);
  of_store.erase(found);
}

const RecordLocks::OfStore* RecordLocks::Of(std::string_view store) const {
  const auto found = stores_.find(store);
  return found == stores_.end() ? nullptr : &found->second;
}

const RecordLock* RecordLocks::Against(std::string_view store, std::string_view key,
                                       std::string_view author,
                                       std::optional<uint64_t> fence) const {
  const OfStore* const of_store = Of(store);
  const auto found = of_store == nullptr ? OfStore::const_iterator() : of_store->find(key);
  const bool is_known = of_store != nullptr && found != of_store->end();
  const RecordLock& lock = is_known ? found->second : forgotten_;
  return IsAgainst(lock, author, fence) ? &lock : nullptr;
}

bool RecordLocks::IsAgainst(const RecordLock& lock, std::string_view author,
                            std::optional<uint64_t> fence) {
  if (fence && lock.fence > *fence) return true;
  return !lock.holder.empty() && lock.holder != author;
}

}  // namespace gantt
