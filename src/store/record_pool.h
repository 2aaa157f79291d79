// The memory of records, many to a piece: that takes less than a piece for each, and records lie
// side by side in the order in which they came. The memory of one that ended is the next one's.
#ifndef GANTT_STORE_RECORD_POOL_H_
#define GANTT_STORE_RECORD_POOL_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "store/record.h"

namespace gantt {

class RecordPool {
 public:
  // Of a piece: no more records than that.
  explicit RecordPool(size_t piece_records) : piece_records_(piece_records) {}

  Record* Make(std::string_view key);
  // Of every record, before the pool ends.
  void End(Record* record);
  // Bytes that it takes, and those of it that no record has.
  size_t memory() const { return size_ * sizeof(Place); }
  size_t room() const { return (size_ - used_) * sizeof(Place); }

 private:
  union Place {
    Place* next_free;
    alignas(Record) std::byte record[sizeof(Record)];
  };

  void Free(Place* place);
  void Grow();

  const size_t piece_records_;
  std::vector<std::unique_ptr<Place[]>> pieces_;
  size_t size_ = 0;  // Of all pieces.
  size_t used_ = 0;
  Place* free_ = nullptr;
};

}  // namespace gantt

#endif  // GANTT_STORE_RECORD_POOL_H_
