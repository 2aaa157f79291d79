#include "model/field_history.h"

#include <algorithm>
#include <iterator>

namespace gantt {

void FieldHistory::Begin(uint64_t revision) {
  revision_ = revision;
  overwrites_.clear();
}

void FieldHistory::Written(std::string_view store, const Record* record, size_t field) {
  std::vector<Stamp>& stamps = records_[record];
  for (Stamp& stamp : stamps) {
    if (stamp.field != field) continue;
    if (stamp.revision != revision_) overwrites_.push_back({store, record, field, stamp.revision});
    stamp.revision = revision_;
    return;
  }
  stamps.push_back({static_cast<uint32_t>(field), revision_});
  ++size_;
}

uint64_t FieldHistory::LastWritten(const Record* record, size_t field) const {
  const auto found = records_.find(record);
  if (found == records_.end()) return 0;
  for (const Stamp& stamp : found->second) {
    if (stamp.field == field) return stamp.revision;
  }
  return 0;
}

// A sweep looks at everything, so it waits until there is twice as much as the last one left.
void FieldHistory::MayForgetBefore(uint64_t revision) {
  constexpr size_t kFew = 10'000;
  if (size_ < std::max(next_sweep_, kFew)) return;
  size_ = 0;
  for (auto record = records_.begin(); record != records_.end();) {
    std::vector<Stamp>& stamps = record->second;
    std::erase_if(stamps, [&](const Stamp& stamp) { return stamp.revision < revision; });
    size_ += stamps.size();
    record = stamps.empty() ? records_.erase(record) : std::next(record);
  }
  next_sweep_ = 2 * size_;
}

}  // namespace gantt
