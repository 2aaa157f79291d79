// Which records of a store refer to a given task or resource: what has to go when that goes.
//
// A real client lists the dependencies and assignments of what it deletes, but not when it deletes
// again (redo); others cannot apply such a revision and stop for good (seen in a browser). So the
// server completes the list, and has to find them without walking a store.
//
// Keeps 64-bit hashes, not ids: whoever asks gets records that do refer to the id, checked against
// their fields.
#ifndef GANTT_MODEL_REFERENCE_INDEX_H_
#define GANTT_MODEL_REFERENCE_INDEX_H_

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/field.h"
#include "model/record.h"

namespace gantt {

class ReferenceIndex {
 public:
  // Does this kind of field refer to a task or a resource?
  static bool IsReference(FieldKind kind) {
    return kind == FieldKind::kTaskRef || kind == FieldKind::kResourceRef;
  }

  // After and before the references of a record change. Forget() is linear in the number of
  // records that refer to the same record.
  void Learn(Record* record);
  void Forget(Record* record);

  // The records with a field of that kind whose value is the id `key`, each once, in order of
  // arrival.
  std::vector<Record*> Find(FieldKind kind, std::string_view key) const;

 private:
  static size_t Hash(FieldKind kind, std::string_view key);

  std::unordered_multimap<size_t, Record*> records_;
};

}  // namespace gantt

#endif  // GANTT_MODEL_REFERENCE_INDEX_H_
