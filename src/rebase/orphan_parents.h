// Where the server puts the tasks that had no parent: each keeps the parent that is an orphan
// itself, the others go under the nearest ancestor that is still there, else they become roots
// (docs/protocol.md, "Rebasing"). Of a circle, and of a chain that gets too deep, somebody becomes
// a root.
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
  // `orphans`: of Changeset::entries, each of another task. `store` is null when the project has
  // no such store.
  OrphanParents(const Store* store, Changeset* changeset, const std::vector<uint32_t>& orphans);

  // JSON text of the parentId of an orphan.
  std::string_view Of(std::string_view key) const { return Find(key)->new_parent; }

 private:
  struct Orphan {
    std::string_view key;
    std::string_view raw_id;
    std::string_view parent;      // Key.
    std::string_view new_parent;  // JSON text, once it is known.
    int depth;                    // 0: not walked yet; -1: being walked.
  };

  // Null: no orphan has that key.
  Orphan* Find(std::string_view key) { return const_cast<Orphan*>(std::as_const(*this).Find(key)); }
  const Orphan* Find(std::string_view key) const;
  // Goes up to the first orphan whose place is known or that begins a chain, and down again.
  void Walk(Orphan* orphan);
  void Settle(Orphan* orphan);
  struct Place {
    std::string_view parent;  // JSON text.
    int depth;                // Of a child there.
  };

  // Of what hung under that key; the way up is gone once, however many come along it.
  Place NearestAncestor(std::string_view key);

  const Store* const store_;
  Changeset& changeset_;
  std::vector<Orphan> orphans_;
  HashTable<uint32_t> by_key_;  // Of orphans_.
  FlatMap<std::string_view, Place> ancestors_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_ORPHAN_PARENTS_H_
