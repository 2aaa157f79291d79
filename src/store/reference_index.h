// Finds the records of a store that refer to a given task or resource, and must be removed with it.
//
// A real client lists the dependencies and assignments of deleted records, but not for a redone
// delete; other clients cannot apply such a revision and stop (seen in a browser). So the server
// completes the list, and must find these records without walking a store.
//
// A reference is a node in two lists: all references to the same id, and all references of the same
// record. Learn() and Forget() are constant in the number of records that refer to one id. Ids are
// stored as 64-bit hashes; a look-up checks the fields of the records, so its result is exact.
#ifndef GANTT_STORE_REFERENCE_INDEX_H_
#define GANTT_STORE_REFERENCE_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "base/hash_table.h"
#include "store/field.h"
#include "store/record.h"

namespace gantt {

class ReferenceIndex {
 public:
  // Does a field of this kind refer to a task or a resource?
  static bool IsReference(FieldKind kind) {
    return kind == FieldKind::kTaskRef || kind == FieldKind::kResourceRef;
  }

  // Call Learn() after and Forget() before the references of a record change. The index owns
  // Record::references.
  void Learn(Record* record);
  void Forget(Record* record);

  // The records with a field of that kind whose value is the id `key`, each once, in the order of
  // arrival.
  std::vector<const Record*> Find(FieldKind kind, std::string_view key) const;
  // Memory in bytes.
  size_t memory() const { return nodes_.size() * sizeof(Node) + first_.memory(); }

 private:
  // Positions in nodes_; 0 is none (node 0 is never used).
  struct Node {
    Record* record = nullptr;
    size_t hash = 0;  // Of the id.
    uint32_t next = 0;
    uint32_t previous = 0;
    uint32_t next_of_record = 0;  // Also links the free nodes.
  };
  static size_t Hash(FieldKind kind, std::string_view key);
  uint32_t NewNode();

  auto IsOf(size_t hash) const {
    return [this, hash](uint32_t first) { return nodes_[first].hash == hash; };
  }

  std::deque<Node> nodes_ = std::deque<Node>(1);
  uint32_t free_ = 0;
  HashTable<uint32_t> first_;  // Of the references to one id.
};

}  // namespace gantt

#endif  // GANTT_STORE_REFERENCE_INDEX_H_
