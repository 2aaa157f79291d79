// Which revision last wrote each field of each record, which is what a conflict is decided by.
//
// Only fields that were written since their record came to be are known; positions among siblings,
// which any reorder writes for all of them, are not. What no revision of the log can be compared
// with is forgotten now and then, so that the memory stays in proportion to the log.
#ifndef GANTT_STATE_FIELD_HISTORY_H_
#define GANTT_STATE_FIELD_HISTORY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "base/limits.h"
#include "store/record.h"

namespace gantt {

class FieldHistory {
 public:
  // With fewer stamps than that it does not look for old ones.
  explicit FieldHistory(size_t few = Limits().history_stamps) : few_(few) {}

  // A field that had been written by an earlier revision.
  struct Overwrite {
    std::string_view store;
    const Record* record;
    size_t field;  // Of Record::fields.
    uint64_t before;
  };

  // Between Begin() and the next: what one revision writes.
  void Begin(uint64_t revision);
  void Written(std::string_view store, const Record* record, size_t field) {
    if (record_ != record || stamps_->count <= field) TurnTo(record, field);
    const uint64_t before = std::exchange(stamps_->revisions[field], revision_);
    if (before != 0 && before != revision_) overwrites_.push_back({store, record, field, before});
  }
  const std::vector<Overwrite>& overwrites() const { return overwrites_; }

  // The revision that last wrote the field; 0 when none is known.
  uint64_t LastWritten(const Record* record, size_t field) const;
  // The record goes.
  void Forget(const Record* record);
  // What was written before `revision` may be forgotten.
  void MayForgetBefore(uint64_t revision);
  size_t size() const { return size_; }

 private:
  struct Stamps {
    // By field; 0: not known. A field that was never written may be missing at the end.
    uint64_t* revisions = nullptr;
    size_t count = 0;
  };
  using Memory = std::pmr::monotonic_buffer_resource;

  // Turns to the record; it has a stamp for that field then.
  void TurnTo(const Record* record, size_t field);
  Stamps Make(size_t count);

  const size_t few_;
  FlatMap<const Record*, Stamps> records_;
  std::unique_ptr<Memory> memory_ = std::make_unique<Memory>();  // Of the stamps, until a sweep.
  // The record that was written last, while it cannot have gone, and its stamps.
  const Record* record_ = nullptr;
  Stamps* stamps_ = nullptr;
  std::vector<Overwrite> overwrites_;
  uint64_t revision_ = 0;
  size_t size_ = 0;        // Stamps that were made since the last sweep, or left by it.
  size_t next_sweep_ = 0;  // At which size.
};

}  // namespace gantt

#endif  // GANTT_STATE_FIELD_HISTORY_H_
