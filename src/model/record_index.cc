#include "model/record_index.h"

#include <functional>
#include <utility>

namespace gantt {

RecordIndex::~RecordIndex() {
  ForEach([this](Record* record) { pool_.End(record); });
}

Record* RecordIndex::Find(std::string_view key) const {
  if (size_ == 0) return nullptr;
  const uint32_t hash = Hash(key);
  for (size_t i = Home(hash); hashes_[i] != 0; i = After(i)) {
    if (hashes_[i] == hash && records_[i]->key() == key) return records_[i];
  }
  return nullptr;
}

Record* RecordIndex::Insert(std::string_view key) {
  if ((size_ + 1) * 5 > hashes_.size() * 4) Grow();
  Record* const record = pool_.Make(key);
  Place(record, Hash(key));
  ++size_;
  return record;
}

void RecordIndex::Rename(Record* record, std::string_view key) {
  Take(record);
  record->key_text.Set(key);
  Place(record, Hash(key));
}

void RecordIndex::Remove(Record* record) {
  Take(record);
  --size_;
  pool_.End(record);
}

void RecordIndex::Take(Record* record) {
  size_t gap = Home(Hash(record->key()));
  while (records_[gap] != record) gap = After(gap);
  // Whoever comes behind and could not be found across the gap moves into it.
  for (size_t i = After(gap); hashes_[i] != 0; i = After(i)) {
    const size_t distance_home = (i - Home(hashes_[i])) & (hashes_.size() - 1);
    const size_t distance_gap = (i - gap) & (hashes_.size() - 1);
    if (distance_home >= distance_gap) {
      hashes_[gap] = hashes_[i];
      records_[gap] = records_[i];
      gap = i;
    }
  }
  hashes_[gap] = 0;
  records_[gap] = nullptr;
}

uint32_t RecordIndex::Hash(std::string_view key) {
  const auto hash = static_cast<uint32_t>(std::hash<std::string_view>()(key));
  return hash == 0 ? 1 : hash;
}

void RecordIndex::Place(Record* record, uint32_t hash) {
  size_t i = Home(hash);
  while (hashes_[i] != 0) i = After(i);
  hashes_[i] = hash;
  records_[i] = record;
}

void RecordIndex::Grow() {
  constexpr size_t kSmallest = 16;
  const size_t size = hashes_.empty() ? kSmallest : hashes_.size() * 2;
  const std::vector<uint32_t> hashes = std::exchange(hashes_, std::vector<uint32_t>(size));
  const std::vector<Record*> records = std::exchange(records_, std::vector<Record*>(size));
  for (size_t i = 0; i < hashes.size(); ++i) {
    if (hashes[i] != 0) Place(records[i], hashes[i]);
  }
}

}  // namespace gantt
