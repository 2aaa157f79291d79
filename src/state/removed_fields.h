// What removed records said. An undo brings a record back with the fields that its author's model
// declares; the others are here.
//
// Bounded: what was removed by revisions that the log has no more is forgotten, and the oldest when
// it is more than so many bytes.
#ifndef GANTT_STATE_REMOVED_FIELDS_H_
#define GANTT_STATE_REMOVED_FIELDS_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "base/hash_table.h"
#include "store/field_text.h"
#include "store/record.h"

namespace gantt {

class RemovedFields {
 public:
  struct Removed {
    Removed(std::string_view its_store, std::string_view its_key, uint64_t its_revision)
        : store(its_store), key(its_key), revision(its_revision) {}
    std::string store;
    std::string key;  // RecordId::key.
    uint64_t revision;
    FieldText fields;
    std::unique_ptr<std::string> content;  // As Record's.
    std::list<Removed>::iterator place;    // Its own.
  };

  explicit RemovedFields(size_t max_bytes) : max_bytes_(max_bytes) {}
  RemovedFields(const RemovedFields&) = delete;
  RemovedFields& operator=(const RemovedFields&) = delete;

  // The record is about to be removed by a revision. Revisions come in order.
  void Keep(std::string_view store, const Record& record, uint64_t revision);
  // What the last record of that id said, or null. It lives until the next Keep() or Forget().
  const Removed* Find(std::string_view store, std::string_view key) const;
  // There is a record of that id again.
  void Forget(std::string_view store, std::string_view key);
  void ForgetBefore(uint64_t revision);

  size_t bytes() const { return bytes_; }
  // Bytes that all of it takes.
  size_t memory() const { return bytes_ + by_name_.memory(); }
  // In order of removal, also of records that are back, and each time that a record was removed.
  const std::list<Removed>& all() const { return all_; }

 private:
  static uint32_t Hash(std::string_view store, std::string_view key);
  Removed* const* FindPlace(std::string_view store, std::string_view key) const;
  void Erase(const Removed& removed);
  void EraseName(const Removed& removed);

  const size_t max_bytes_;
  size_t bytes_ = 0;
  std::list<Removed> all_;
  HashTable<Removed*> by_name_;
};

}  // namespace gantt

#endif  // GANTT_STATE_REMOVED_FIELDS_H_
