// Assigns ids to the new records of a message, and rewrites all references to phantom ids.
//
// The rules are protocol.md's "Ids and references". All ids of a message are bound before any
// reference is rewritten, so a child may come before its parent and a dependency before its tasks.
// The project does not change: bindings are committed when the message is applied.
#ifndef GANTT_REBASE_REFERENCES_H_
#define GANTT_REBASE_REFERENCES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/hash_table.h"
#include "message/changeset.h"
#include "rebase/id_bindings.h"
#include "rebase/list_names.h"
#include "rebase/value_rewriter.h"
#include "state/id_allocator.h"
#include "state/phantom_id_map.h"
#include "state/project_state.h"
#include "store/field.h"
#include "store/ids.h"

namespace gantt {

class References {
 public:
  // `ids` is a copy: the caller gets it back with ids() when the message is applied.
  References(const ProjectState& state, const IdAllocator& ids, std::string_view author,
             uint64_t now, Changeset* changeset);

  // Step 1: every entry's `id` becomes the real one. An entry of `$input.added` that matches no
  // record is left without an id.
  void Bind();
  // Step 2: every other reference.
  void Rewrite();

  const IdAllocator& ids() const { return ids_; }
  const IdBindings& bindings() const { return bindings_; }
  void Commit(PhantomIdMap* phantoms) const { bindings_.Commit(phantoms); }

 private:
  void NoteOwnIds(const StoreChange& store);
  void BindStore(StoreChange* store);
  void BindAdded(const StoreChange& store, const Entry* twin, bool is_input, Entry* entry);
  void BindReference(std::string_view store, Entry* entry);
  void BindSegments(const Entry& entry);
  void Allocate(std::string_view store, Entry* entry);
  void SetId(std::string_view raw_id, Entry* entry);

  // Can it contain anything to rewrite?
  bool MayRewrite(const Entry& entry) const {
    return !bindings_.empty() || entry.Has(FieldKind::kPhantomParentId);
  }
  // Did it refer to a record by a phantom id?
  bool RewriteEntry(std::string_view store, Entry* entry);
  // The id for `value` (a string or number) in `store`, or empty.
  std::string_view Replacement(std::string_view store, const Field& field);

  // A record that arrived with its id: indexes into Changeset::stores and entries.
  struct Own {
    uint32_t store;
    uint32_t entry;
  };
  const Own* FindOwn(const RecordName& name) const;
  void NoteOwn(const StoreChange& store, const Entry& entry);
  size_t CountNamed(const Range& added) const;

  const ProjectState& state_;
  IdAllocator ids_;
  IdBindings bindings_;
  const uint64_t now_;
  Changeset& changeset_;
  ValueRewriter rewriter_;
  ListNames lists_;
  HashTable<Own> own_;  // The ids in the message so far.
};

}  // namespace gantt

#endif  // GANTT_REBASE_REFERENCES_H_
