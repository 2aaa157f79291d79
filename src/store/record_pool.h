// Allocates records in blocks: that takes less memory than single allocations, and records are
// adjacent in the order of their creation. Freed memory is reused first.
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
  // Maximum number of records in a block.
  explicit RecordPool(size_t piece_records) : piece_records_(piece_records) {}

  Record* Make(std::string_view key);
  // Must be called for every record before the pool ends.
  void End(Record* record);
  // Memory in bytes, and the unused part of it.
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
  size_t size_ = 0;  // Bytes of all blocks.
  size_t used_ = 0;
  Place* free_ = nullptr;
};

}  // namespace gantt

#endif  // GANTT_STORE_RECORD_POOL_H_
