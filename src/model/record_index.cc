#include "model/record_index.h"

#include <functional>
#include <utility>

namespace gantt {

RecordIndex::~RecordIndex() {
  ForEach([](Record* record) { delete record; });
}

Record* RecordIndex::Find(std::string_view key) const {
  if (size_ == 0) return nullptr;
  const uint64_t hash = Hash(key);
  for (size_t i = Home(hash); slots_[i].record != nullptr; i = After(i)) {
    if (slots_[i].hash == hash && slots_[i].record->key == key) return slots_[i].record;
  }
  return nullptr;
}

Record* RecordIndex::Insert(std::unique_ptr<Record> record) {
  if ((size_ + 1) * 4 > slots_.size() * 3) Grow();
  ++size_;
  const uint64_t hash = Hash(record->key);
  Record* const inserted = record.release();
  Place({inserted, hash});
  return inserted;
}

std::unique_ptr<Record> RecordIndex::Take(Record* record) {
  size_t gap = Home(Hash(record->key));
  while (slots_[gap].record != record) gap = After(gap);
  // Whoever comes behind and could not be found across the gap moves into it.
  for (size_t i = After(gap); slots_[i].record != nullptr; i = After(i)) {
    const size_t distance_home = (i - Home(slots_[i].hash)) & (slots_.size() - 1);
    const size_t distance_gap = (i - gap) & (slots_.size() - 1);
    if (distance_home >= distance_gap) {
      slots_[gap] = slots_[i];
      gap = i;
    }
  }
  slots_[gap] = {};
  --size_;
  return std::unique_ptr<Record>(record);
}

uint64_t RecordIndex::Hash(std::string_view key) { return std::hash<std::string_view>()(key); }

void RecordIndex::Place(Slot slot) {
  size_t i = Home(slot.hash);
  while (slots_[i].record != nullptr) i = After(i);
  slots_[i] = slot;
}

void RecordIndex::Grow() {
  constexpr size_t kSmallest = 16;
  std::vector<Slot> old(slots_.empty() ? kSmallest : slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.record != nullptr) Place(slot);
  }
}

}  // namespace gantt
