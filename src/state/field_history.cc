#include "state/field_history.h"

#include <algorithm>
#include <utility>

namespace gantt {

void FieldHistory::Begin(uint64_t revision) {
  revision_ = revision;
  record_ = nullptr;
  overwrites_.clear();
}

// Makes stamps at once for all fields of a usual record, which are often written one after the
// other.
void FieldHistory::TurnTo(const Record* record, size_t field) {
  constexpr size_t kUsualFields = 16;
  if (record_ != record) {
    record_ = record;
    stamps_ = &records_[record];
  }
  const Stamps narrow = *stamps_;
  if (narrow.count > field) return;
  const size_t usual = std::min(record->fields.field_count(), kUsualFields);
  *stamps_ = Make(std::max({field + 1, usual, 2 * narrow.count}));
  std::copy_n(narrow.revisions, narrow.count, stamps_->revisions);
  std::fill(stamps_->revisions + narrow.count, stamps_->revisions + stamps_->count, 0);
}

FieldHistory::Stamps FieldHistory::Make(size_t count) {
  size_ += count;
  return {static_cast<uint64_t*>(memory_->allocate(count * sizeof(uint64_t))), count};
}

uint64_t FieldHistory::LastWritten(const Record* record, size_t field) const {
  const Stamps* const stamps = records_.Find(record);
  return stamps == nullptr || stamps->count <= field ? 0 : stamps->revisions[field];
}

void FieldHistory::Forget(const Record* record) {
  record_ = nullptr;
  if (records_.contains(record)) records_.Erase(record);
}

// A sweep looks at everything, so it waits until there is twice as much as the last one left.
void FieldHistory::MayForgetBefore(uint64_t revision) {
  if (size_ < std::max(next_sweep_, few_)) return;
  const auto is_old = [revision](const Stamps& stamps) {
    return std::all_of(stamps.revisions, stamps.revisions + stamps.count,
                       [revision](uint64_t stamp) { return stamp < revision; });
  };
  size_t young = 0;
  records_.ForEach([&](const Record*, const Stamps& stamps) {
    if (!is_old(stamps)) young += stamps.count;
  });
  // The memory is given back as a whole, so what stays has to move, which has to be worth it.
  if (young <= size_ / 2) {
    record_ = nullptr;
    size_ = 0;
    const auto records = std::exchange(records_, {});
    const auto memory = std::exchange(memory_, std::make_unique<Memory>());
    records.ForEach([&](const Record* record, const Stamps& stamps) {
      if (is_old(stamps)) return;
      const Stamps kept = Make(stamps.count);
      std::copy_n(stamps.revisions, stamps.count, kept.revisions);
      records_.Insert(record, kept);
    });
  }
  next_sweep_ = 2 * size_;
}

}  // namespace gantt
