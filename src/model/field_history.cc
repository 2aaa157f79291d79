#include "model/field_history.h"

#include <algorithm>
#include <iterator>

namespace gantt {

void FieldHistory::Begin(uint64_t revision) {
  revision_ = revision;
  record_ = nullptr;
  overwrites_.clear();
}

// At once for all fields of a usual record, which are often written one after the other.
void FieldHistory::MakeStamps(const Record* record, size_t field) {
  constexpr size_t kUsualFields = 16;
  if (record_ != record) {
    record_ = record;
    stamps_ = &records_[record];
  }
  if (stamps_->size() > field) return;
  const size_t size = std::max(field + 1, std::min(record->fields.field_count(), kUsualFields));
  size_ += size - stamps_->size();
  stamps_->resize(size);
}

uint64_t FieldHistory::LastWritten(const Record* record, size_t field) const {
  const auto found = records_.find(record);
  return found == records_.end() || found->second.size() <= field ? 0 : found->second[field];
}

void FieldHistory::Forget(const Record* record) {
  record_ = nullptr;
  const auto found = records_.find(record);
  if (found == records_.end()) return;
  size_ -= found->second.size();
  records_.erase(found);
}

// A sweep looks at everything, so it waits until there is twice as much as the last one left.
void FieldHistory::MayForgetBefore(uint64_t revision) {
  constexpr size_t kFew = 10'000;
  if (size_ < std::max(next_sweep_, kFew)) return;
  record_ = nullptr;
  for (auto record = records_.begin(); record != records_.end();) {
    const Stamps& stamps = record->second;
    const bool is_old = std::all_of(stamps.begin(), stamps.end(),
                                    [revision](uint64_t stamp) { return stamp < revision; });
    if (is_old) size_ -= stamps.size();
    record = is_old ? records_.erase(record) : std::next(record);
  }
  next_sweep_ = 2 * size_;
}

}  // namespace gantt
