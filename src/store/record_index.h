// Owns the records of a store, by id. Order is arbitrary.
#ifndef GANTT_STORE_RECORD_INDEX_H_
#define GANTT_STORE_RECORD_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/hash_table.h"
#include "base/limits.h"
#include "base/message_end.h"
#include "store/record.h"
#include "store/record_pool.h"

namespace gantt {

class RecordIndex {
 public:
  explicit RecordIndex(size_t pool_records = Limits().pool_records) : pool_(pool_records) {}
  ~RecordIndex();
  RecordIndex(const RecordIndex&) = delete;
  RecordIndex& operator=(const RecordIndex&) = delete;

  size_t size() const { return table_.size(); }
  Record* Find(std::string_view key) const;
  // Creates a record. The id must be free.
  Record* Insert(std::string_view key);
  // Both require an existing record.
  void Rename(Record* record, std::string_view key);
  void Remove(Record* record);
  // Removed records are valid until then.
  void EndRemoved(MessageEnd);

  // Memory in bytes without the memory owned by records, and the part reserved for new ones.
  size_t memory() const { return table_.memory() + pool_.memory(); }
  size_t room() const { return pool_.room(); }

  // As in HashTable.
  size_t LongestSearch() const { return table_.LongestSearch(); }

  template <typename Visit>
  void ForEach(const Visit& visit) const {
    table_.ForEach(visit);
  }

 private:
  static uint32_t Hash(std::string_view key);
  void Take(const Record* record);

  HashTable<Record*> table_;
  RecordPool pool_;
  Record* removed_ = nullptr;  // A list by Record::next.
};

}  // namespace gantt

#endif  // GANTT_STORE_RECORD_INDEX_H_
