#include "store/record_index.h"

#include <cassert>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/keyed_hash.h"
#include "base/message_end.h"
#include "store/record.h"

namespace gantt {

RecordIndex::~RecordIndex() {
  ForEach([this](Record* record) { pool_.End(record); });
  while (removed_ != nullptr) pool_.End(std::exchange(removed_, removed_->next));
}

Record* RecordIndex::Find(std::string_view key) const {
  Record* const* const found =
      table_.Find(Hash(key), [key](const Record* record) { return record->key() == key; });
  return found == nullptr ? nullptr : *found;
}

Record* RecordIndex::Insert(std::string_view key) {
  assert(Find(key) == nullptr);
  return *table_.Insert(Hash(key), pool_.Make(key));
}

void RecordIndex::Rename(Record* record, std::string_view key) {
  assert(Find(record->key()) == record && Find(key) == nullptr);
  Take(record);
  record->key_text.Set(key);
  table_.Insert(Hash(key), record);
}

void RecordIndex::Remove(Record* record) {
  assert(Find(record->key()) == record);
  Take(record);
  record->next = std::exchange(removed_, record);
}

void RecordIndex::EndRemoved(MessageEnd /*end*/) {
  while (removed_ != nullptr) pool_.End(std::exchange(removed_, removed_->next));
}

void RecordIndex::Take(const Record* record) {
  table_.Erase(Hash(record->key()), [record](const Record* other) { return other == record; });
}

uint32_t RecordIndex::Hash(std::string_view key) { return static_cast<uint32_t>(KeyedHash(key)); }

}  // namespace gantt
