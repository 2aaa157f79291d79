// The content of a project at one revision. A reset replaces it completely; everything that must
// survive a reset (the id counter, the revision counter) belongs to Project.
//
// Once the project exists, only Apply() writes its records and fields: all other code sees a const
// state, and through it const stores and records.
#ifndef GANTT_STATE_PROJECT_STATE_H_
#define GANTT_STATE_PROJECT_STATE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/message_end.h"
#include "base/vector_index.h"
#include "state/field_history.h"
#include "state/list_memory.h"
#include "state/phantom_id_map.h"
#include "state/removed_fields.h"
#include "state/revision_log.h"
#include "store/field_text.h"
#include "store/store.h"

namespace gantt {

class ProjectState {
 public:
  // With the seven stores that every dataset has, empty.
  ProjectState(const Limits& limits, uint64_t base_revision);

  // Null if the project has no such store.
  const Store* FindStore(std::string_view name) const;
  Store* FindStore(std::string_view name) { return Mutable(std::as_const(*this).FindStore(name)); }
  Store* AddStore(std::string_view name);
  // For a store with nested data whose kind is no tree.
  void BecomeTree(Store* store);
  const std::vector<std::string_view>& more_trees() const { return more_trees_; }
  // In the order of a dataset.
  const std::vector<std::unique_ptr<const Store>>& stores() const { return stores_; }
  // Bytes of text held by records.
  size_t bytes() const;
  // Total memory in bytes.
  size_t memory() const;
  // Its future memory without changes: like memory(), but with rows that were not requested yet,
  // and without reserved memory for new records.
  size_t memory_to_be() const;
  // Forgets removed records, the excess, and everything before the oldest revision of the log.
  void Forget(MessageEnd end);

  FieldText project_fields;  // changes.project
  PhantomIdMap phantoms;
  RevisionLog log;
  FieldHistory history;
  RemovedFields removed;
  ListMemory lists;

 private:
  // This object owns them; they are const only for others.
  static Store* Mutable(const Store* store) { return const_cast<Store*>(store); }

  const Limits limits_;  // Of its stores.
  std::vector<std::unique_ptr<const Store>> stores_;
  VectorIndex<> by_name_;  // Of stores_.
  std::vector<std::string_view> more_trees_;
};

}  // namespace gantt

#endif  // GANTT_STATE_PROJECT_STATE_H_
