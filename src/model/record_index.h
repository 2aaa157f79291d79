// The records of a store by id; owns them. An open-addressing table of pointers, and one of a piece
// of their hash: a look-up that fails touches no record, and a slot costs 12 bytes where a node of
// a standard map costs 60 and more. Order is arbitrary.
#ifndef GANTT_MODEL_RECORD_INDEX_H_
#define GANTT_MODEL_RECORD_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "model/record.h"
#include "model/record_pool.h"

namespace gantt {

class RecordIndex {
 public:
  RecordIndex() = default;
  ~RecordIndex();
  RecordIndex(const RecordIndex&) = delete;
  RecordIndex& operator=(const RecordIndex&) = delete;

  size_t size() const { return size_; }
  Record* Find(std::string_view key) const;
  // A new record. The id must not be here yet.
  Record* Insert(std::string_view key);
  // Both of a record that is here.
  void Rename(Record* record, std::string_view key);
  void Remove(Record* record);

  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (Record* record : records_) {
      if (record != nullptr) visit(record);
    }
  }

 private:
  static uint32_t Hash(std::string_view key);
  size_t Home(uint32_t hash) const { return hash & (hashes_.size() - 1); }
  size_t After(size_t i) const { return (i + 1) & (hashes_.size() - 1); }
  void Place(Record* record, uint32_t hash);
  void Take(Record* record);
  void Grow();

  // Slot i of the table: a hash, 0 if it is empty, and a record. The size is a power of two, at
  // most four fifths full. A record is found by going from its home to the first empty slot; Take()
  // closes the gap that it makes.
  std::vector<uint32_t> hashes_;
  std::vector<Record*> records_;
  size_t size_ = 0;
  RecordPool pool_;
};

}  // namespace gantt

#endif  // GANTT_MODEL_RECORD_INDEX_H_
