// The records of a store by id; owns them. An open-addressing table of pointers with a piece of
// their hash beside them: a look-up that fails touches no record, and a record costs 16 bytes here
// where a node of a standard map costs 60 and more. Order is arbitrary.
#ifndef GANTT_MODEL_RECORD_INDEX_H_
#define GANTT_MODEL_RECORD_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "model/record.h"

namespace gantt {

class RecordIndex {
 public:
  RecordIndex() = default;
  ~RecordIndex();
  RecordIndex(const RecordIndex&) = delete;
  RecordIndex& operator=(const RecordIndex&) = delete;

  size_t size() const { return size_; }
  Record* Find(std::string_view key) const;
  // The id must not be here yet.
  Record* Insert(std::unique_ptr<Record> record);
  // The record must be here.
  std::unique_ptr<Record> Take(Record* record);

  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Slot& slot : slots_) {
      if (slot.record != nullptr) visit(slot.record);
    }
  }

 private:
  struct Slot {
    Record* record = nullptr;
    uint64_t hash = 0;
  };
  static uint64_t Hash(std::string_view key);
  size_t Home(uint64_t hash) const { return hash & (slots_.size() - 1); }
  size_t After(size_t i) const { return (i + 1) & (slots_.size() - 1); }
  void Place(Slot slot);
  void Grow();

  // A power of two, at most three quarters full. A record is found by going from its home to the
  // first empty slot; Take() closes the gap that it makes.
  std::vector<Slot> slots_;
  size_t size_ = 0;
};

}  // namespace gantt

#endif  // GANTT_MODEL_RECORD_INDEX_H_
