// The fields of removed records. An undo adds a record again with only the fields that the author's
// model declares; the others are restored from here.
//
// Bounded: records removed before the oldest revision of the log are forgotten, and the oldest ones
// beyond a limit in bytes.
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

  // A revision is about to remove the record. Call it in the order of revisions.
  void Keep(std::string_view store, const Record& record, uint64_t revision);
  // The fields of the last record with that id, or null. Valid until the next Keep() or Forget().
  const Removed* Find(std::string_view store, std::string_view key) const;
  // A record with that id exists again.
  void Forget(std::string_view store, std::string_view key);
  void ForgetBefore(uint64_t revision);

  size_t bytes() const { return bytes_; }
  // Memory in bytes.
  size_t memory() const { return bytes_ + by_name_.memory(); }
  // In the order of removal; includes records that exist again, and each removal of a record.
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
