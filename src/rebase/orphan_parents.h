// Finds new parents for tasks whose parent was removed: an orphan keeps a parent that is itself an
// orphan; the others go under the nearest existing ancestor, or become roots (docs/protocol.md,
// "Rebasing"). In a cycle, or a chain that is too deep, one task becomes a root.
#ifndef GANTT_REBASE_ORPHAN_PARENTS_H_
#define GANTT_REBASE_ORPHAN_PARENTS_H_

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "base/hash_table.h"
#include "message/changeset.h"
#include "store/store.h"

namespace gantt {

class OrphanParents {
 public:
  // `orphans`: of Changeset::entries, for distinct tasks. `store` is null if the project has no
  // such store.
  OrphanParents(const Store* store, Changeset* changeset, const std::vector<uint32_t>& orphans);

  // JSON text of the new parentId of an orphan.
  std::string_view Of(std::string_view key) const { return Find(key)->new_parent; }

 private:
  struct Orphan {
    std::string_view key;
    std::string_view raw_id;
    std::string_view parent;      // Key.
    std::string_view new_parent;  // JSON text, once known.
    int depth;                    // 0: not visited yet; -1: being visited.
  };

  // Null: no orphan has that key.
  Orphan* Find(std::string_view key) { return const_cast<Orphan*>(std::as_const(*this).Find(key)); }
  const Orphan* Find(std::string_view key) const;
  // Walks up to the first orphan with a known position or at the start of a chain, and down again.
  void Walk(Orphan* orphan);
  void Settle(Orphan* orphan);
  struct Place {
    std::string_view parent;  // JSON text.
    int depth;                // Of a child there.
  };

  // For orphans below that key; the walk up is done once for all of them.
  Place NearestAncestor(std::string_view key);

  const Store* const store_;
  Changeset& changeset_;
  std::vector<Orphan> orphans_;
  HashTable<uint32_t> by_key_;  // Of orphans_.
  FlatMap<std::string_view, Place> ancestors_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_ORPHAN_PARENTS_H_
