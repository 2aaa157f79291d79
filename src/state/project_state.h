// What a project is at one revision. A reset replaces the whole of it; everything that must outlive
// a reset (the id counter, the revision counter) is Project's.
//
// Records and the project's fields are written by Apply() alone, once the project is there: all
// others see a state that is const, and through it stores and records that are.
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

  // Null when the project has no such store.
  const Store* FindStore(std::string_view name) const;
  Store* FindStore(std::string_view name) { return Mutable(std::as_const(*this).FindStore(name)); }
  Store* AddStore(std::string_view name);
  // Of a store whose data nest, though its kind is none of those that are trees.
  void BecomeTree(Store* store);
  const std::vector<std::string_view>& more_trees() const { return more_trees_; }
  // In the order of a dataset.
  const std::vector<std::unique_ptr<const Store>>& stores() const { return stores_; }
  // Bytes of text held by records.
  size_t bytes() const;
  // Bytes of memory that all of it takes.
  size_t memory() const;
  // What it will take without a change: as memory(), with rows that nobody has asked for yet, and
  // without what waits for new records.
  size_t memory_to_be() const;
  // What was removed, is too much, or came before the oldest revision of the log.
  void Forget(MessageEnd end);

  FieldText project_fields;  // changes.project
  PhantomIdMap phantoms;
  RevisionLog log;
  FieldHistory history;
  RemovedFields removed;
  ListMemory lists;

 private:
  // They are this object's own, and const only for others.
  static Store* Mutable(const Store* store) { return const_cast<Store*>(store); }

  const Limits limits_;  // Of its stores.
  std::vector<std::unique_ptr<const Store>> stores_;
  VectorIndex<> by_name_;  // Of stores_.
  std::vector<std::string_view> more_trees_;
};

}  // namespace gantt

#endif  // GANTT_STATE_PROJECT_STATE_H_
