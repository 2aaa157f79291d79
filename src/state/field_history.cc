#include "state/field_history.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include "store/record.h"

namespace gantt {

FieldHistory::~FieldHistory() {
  while (oldest_ != nullptr) ::operator delete(std::exchange(oldest_, oldest_->newer));
}

void FieldHistory::Begin(uint64_t revision) {
  revision_ = revision;
  record_ = nullptr;
  overwrites_.clear();
}

// Allocates stamps for all fields of a normal record at once, because they are often written one
// after the other.
void FieldHistory::TurnTo(const Record* record, size_t field) {
  constexpr size_t kUsualFields = 16;
  Stamps*& stamps = record_ == record ? stamps_ : records_[record];
  Stamps* const before = stamps;
  if (before != nullptr) Unlink(before);
  if (before == nullptr || before->count <= field) {
    const size_t usual = std::min(record->fields.field_count(), kUsualFields);
    const size_t count = before == nullptr ? 0 : before->count;
    stamps = Make(record, std::max({field + 1, usual, 2 * count}));
    if (before != nullptr) {
      std::copy_n(before->revisions(), count, stamps->revisions());
      stamps->last = before->last;
      End(before);
      *records_.Find(record) = stamps;
    }
  }
  stamps->last = std::max(stamps->last, revision_);
  Append(stamps);
  record_ = record;
  stamps_ = stamps;
}

FieldHistory::Stamps* FieldHistory::Make(const Record* record, size_t count) {
  void* const memory = ::operator new(sizeof(Stamps) + count * sizeof(uint64_t));
  auto* const stamps = new (memory) Stamps{record, nullptr, nullptr, 0, count};
  std::fill_n(stamps->revisions(), count, 0);
  size_ += count;
  return stamps;
}

// It is no longer linked.
void FieldHistory::End(Stamps* stamps) {
  size_ -= stamps->count;
  ::operator delete(stamps);
}

void FieldHistory::Append(Stamps* stamps) {
  stamps->newer = nullptr;
  stamps->older = std::exchange(newest_, stamps);
  (stamps->older == nullptr ? oldest_ : stamps->older->newer) = stamps;
}

void FieldHistory::Unlink(Stamps* stamps) {
  (stamps->older == nullptr ? oldest_ : stamps->older->newer) = stamps->newer;
  (stamps->newer == nullptr ? newest_ : stamps->newer->older) = stamps->older;
}

uint64_t FieldHistory::LastWritten(const Record* record, size_t field) const {
  Stamps* const* const stamps = records_.Find(record);
  return stamps == nullptr || (*stamps)->count <= field ? 0 : (*stamps)->revisions()[field];
}

void FieldHistory::Forget(const Record* record) {
  record_ = nullptr;
  Stamps** const known = records_.Find(record);
  if (known == nullptr) return;
  Stamps* const stamps = *known;
  records_.Erase(record);
  Unlink(stamps);
  End(stamps);
}

void FieldHistory::MayForgetBefore(uint64_t revision) {
  while (oldest_ != nullptr && oldest_->last < revision) Forget(oldest_->record);
}

size_t FieldHistory::memory() const {
  constexpr size_t kHeap = 8;  // Heap memory for each.
  return records_.memory() + records_.size() * (sizeof(Stamps) + kHeap) + size_ * sizeof(uint64_t);
}

}  // namespace gantt
