#include "model/field_history.h"

#include <algorithm>
#include <utility>

namespace gantt {
namespace {

// The upper half of the product depends on all bits (Knuth, The Art of Computer Programming, 6.4).
uint32_t Hash(const Record* record) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(record) * 0x9E3779B97F4A7C15 >> 32);
}

constexpr auto IsOf(const Record* record) {
  return [record](const auto& stamps) { return stamps.record == record; };
}

}  // namespace

void FieldHistory::Begin(uint64_t revision) {
  revision_ = revision;
  record_ = nullptr;
  overwrites_.clear();
}

void FieldHistory::TurnTo(const Record* record, size_t field) {
  if (record_ != record) {
    record_ = record;
    stamps_ = records_.Find(Hash(record), IsOf(record));
    if (stamps_ == nullptr) stamps_ = records_.Insert(Hash(record), {record, nullptr, 0});
  }
  if (stamps_->count <= field) Widen(stamps_, field);
}

// At once for all fields of a usual record, which are often written one after the other.
void FieldHistory::Widen(Stamps* stamps, size_t field) {
  constexpr size_t kUsualFields = 16;
  const size_t usual = std::min(stamps->record->fields.field_count(), kUsualFields);
  Stamps wide = Make(stamps->record, std::max({field + 1, usual, 2 * stamps->count}));
  std::fill(std::copy_n(stamps->revisions, stamps->count, wide.revisions),
            wide.revisions + wide.count, 0);
  *stamps = wide;
}

FieldHistory::Stamps FieldHistory::Make(const Record* record, size_t count) {
  size_ += count;
  return {record, static_cast<uint64_t*>(memory_->allocate(count * sizeof(uint64_t))), count};
}

uint64_t FieldHistory::LastWritten(const Record* record, size_t field) const {
  const Stamps* const stamps = records_.Find(Hash(record), IsOf(record));
  return stamps == nullptr || stamps->count <= field ? 0 : stamps->revisions[field];
}

void FieldHistory::Forget(const Record* record) {
  record_ = nullptr;
  if (records_.Find(Hash(record), IsOf(record)) != nullptr)
    records_.Erase(Hash(record), IsOf(record));
}

// A sweep looks at everything, so it waits until there is twice as much as the last one left. What
// stays moves to new memory, since the old is given back as a whole.
void FieldHistory::MayForgetBefore(uint64_t revision) {
  constexpr size_t kFew = 10'000;
  if (size_ < std::max(next_sweep_, kFew)) return;
  record_ = nullptr;
  size_ = 0;
  const auto records = std::exchange(records_, {});
  const auto memory = std::exchange(memory_, std::make_unique<Memory>());
  records.ForEach([&](const Stamps& stamps) {
    const auto is_old = [revision](uint64_t stamp) { return stamp < revision; };
    if (std::all_of(stamps.revisions, stamps.revisions + stamps.count, is_old)) return;
    const Stamps kept = Make(stamps.record, stamps.count);
    std::copy_n(stamps.revisions, stamps.count, kept.revisions);
    records_.Insert(Hash(kept.record), kept);
  });
  next_sweep_ = 2 * size_;
}

}  // namespace gantt
