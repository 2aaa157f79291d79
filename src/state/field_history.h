// Which revision last wrote each field of each record, which is what a conflict is decided by.
//
// Only fields that were written since their record came to be are known; positions among siblings,
// which any reorder writes for all of them, are not. What no revision of the log can be compared
// with is forgotten: records stand in the order in which they were written last, so that nothing
// has to be looked for.
#ifndef GANTT_STATE_FIELD_HISTORY_H_
#define GANTT_STATE_FIELD_HISTORY_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "store/record.h"

namespace gantt {

class FieldHistory {
 public:
  // A field that had been written by an earlier revision.
  struct Overwrite {
    std::string_view store;
    const Record* record;
    size_t field;  // Of Record::fields.
    uint64_t before;
  };

  FieldHistory() = default;
  ~FieldHistory();
  FieldHistory(const FieldHistory&) = delete;
  FieldHistory& operator=(const FieldHistory&) = delete;

  // Between Begin() and the next: what one revision writes.
  void Begin(uint64_t revision);
  void Written(std::string_view store, const Record* record, size_t field) {
    if (record_ != record || stamps_->count <= field) TurnTo(record, field);
    const uint64_t before = std::exchange(stamps_->revisions()[field], revision_);
    if (before != 0 && before != revision_) overwrites_.push_back({store, record, field, before});
  }
  const std::vector<Overwrite>& overwrites() const { return overwrites_; }

  // The revision that last wrote the field; 0 when none is known.
  uint64_t LastWritten(const Record* record, size_t field) const;
  // The record goes.
  void Forget(const Record* record);
  // What was written before `revision` may be forgotten.
  void MayForgetBefore(uint64_t revision);
  // Of the stamps, one for each field.
  size_t size() const { return size_; }
  // Bytes.
  size_t memory() const;

 private:
  // Of one record; behind it a number by field, 0: not known. A field that was never written may be
  // missing at the end.
  struct Stamps {
    const Record* record;
    Stamps* older;
    Stamps* newer;
    uint64_t last;  // No number is greater.
    size_t count;
    uint64_t* revisions() { return reinterpret_cast<uint64_t*>(this + 1); }
  };

  // Turns to the record; it has a stamp for that field then.
  void TurnTo(const Record* record, size_t field);
  Stamps* Make(const Record* record, size_t count);
  void End(Stamps* stamps);
  void Append(Stamps* stamps);
  void Unlink(Stamps* stamps);

  FlatMap<const Record*, Stamps*> records_;
  Stamps* oldest_ = nullptr;  // Written last.
  Stamps* newest_ = nullptr;
  // The record that was written last, while it cannot have gone, and its stamps.
  const Record* record_ = nullptr;
  Stamps* stamps_ = nullptr;
  std::vector<Overwrite> overwrites_;
  uint64_t revision_ = 0;
  size_t size_ = 0;
};

}  // namespace gantt

#endif  // GANTT_STATE_FIELD_HISTORY_H_
