// The revision that last wrote each field of each record; conflicts are decided by it.
//
// It only has fields that were written after the addition of their record, and no positions among
// siblings, because any reorder writes them for all siblings. Entries older than the log are
// forgotten; records are ordered by their last write, so no search is needed.
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
  // A field that an earlier revision had written.
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

  // Between two calls of Begin(): the writes of one revision.
  void Begin(uint64_t revision);
  void Written(std::string_view store, const Record* record, size_t field) {
    if (record_ != record || stamps_->count <= field) TurnTo(record, field);
    const uint64_t before = std::exchange(stamps_->revisions()[field], revision_);
    if (before != 0 && before != revision_) overwrites_.push_back({store, record, field, before});
  }
  const std::vector<Overwrite>& overwrites() const { return overwrites_; }

  // The revision that last wrote the field; 0 if unknown.
  uint64_t LastWritten(const Record* record, size_t field) const;
  // The record is removed.
  void Forget(const Record* record);
  // Forgets writes before `revision`.
  void MayForgetBefore(uint64_t revision);
  // Number of stamps, one for each field.
  size_t size() const { return size_; }
  // Bytes.
  size_t memory() const;

 private:
  // The entry of one record, followed by a number for each field; 0: unknown. Trailing fields that
  // were never written may be missing.
  struct Stamps {
    const Record* record;
    Stamps* older;
    Stamps* newer;
    uint64_t last;  // The greatest number.
    size_t count;
    uint64_t* revisions() { return reinterpret_cast<uint64_t*>(this + 1); }
  };

  // Selects the record, and ensures a stamp for that field.
  void TurnTo(const Record* record, size_t field);
  Stamps* Make(const Record* record, size_t count);
  void End(Stamps* stamps);
  void Append(Stamps* stamps);
  void Unlink(Stamps* stamps);

  FlatMap<const Record*, Stamps*> records_;
  Stamps* oldest_ = nullptr;  // Written last.
  Stamps* newest_ = nullptr;
  // The last written record, as long as it cannot have been removed, and its stamps.
  const Record* record_ = nullptr;
  Stamps* stamps_ = nullptr;
  std::vector<Overwrite> overwrites_;
  uint64_t revision_ = 0;
  size_t size_ = 0;
};

}  // namespace gantt

#endif  // GANTT_STATE_FIELD_HISTORY_H_
