// Resolves a Changeset to revisions that can be applied. Does not change the project.
#ifndef GANTT_REBASE_RESOLVER_H_
#define GANTT_REBASE_RESOLVER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/flat_map.h"
#include "message/changeset.h"
#include "rebase/list_deltas.h"
#include "rebase/partial_values.h"
#include "rebase/resolved_revision.h"
#include "state/list_memory.h"
#include "state/project_state.h"
#include "store/field_names.h"
#include "store/ids.h"

namespace gantt {

class Resolver {
 public:
  // References must be rewritten. `author`: the client id of its connection. `merged`, `joining`:
  // see PartialValues.
  Resolver(const ProjectState& state, std::string_view author, const FieldNames& merged,
           const JoiningParts& joining, Changeset* changeset)
      : state_(state),
        author_(author),
        merged_(merged),
        joining_(joining),
        changeset_(*changeset) {}

  // Revision `index` of the changeset, rebased onto the current state.
  ResolvedRevision Resolve(size_t index);
  // Call it after it was applied as that revision: remembers the lists that its author shows.
  void Remember(uint64_t revision, ListMemory* lists) const;

  // After that revision was applied: the server's revision that adds tasks whose parent was
  // removed, under the nearest existing ancestor, else as roots. Nothing if there are none.
  std::optional<ResolvedRevision> Adopt();

  // The only revision of a changeset that was made for the head.
  static ResolvedRevision Unopposed(const Changeset& changeset) { return {&changeset, 0}; }

  // Revision `index` for all clients if it is completely refused: empty.
  ResolvedRevision Refuse(size_t index);
  // The same revision for its author: with its additions and removals, which a following revision
  // will undo. Must not be applied. Sets `*says_something` if there are any. `returned`: records
  // that the message removes and adds again, so neither is sent.
  ResolvedRevision Echo(size_t index, const FlatMap<RecordName, uint32_t>& returned,
                        bool* says_something);

 private:
  struct Orphans {
    size_t store;  // Of Changeset::stores.
    std::vector<uint32_t> entries;
  };

  ResolvedRevision Own(const RevisionChange& revision);
  // The same within the revision, for dialects that can return a record that way.
  void PlaceOrphans(const Orphans& orphans);
  void FindLostAdditions();
  void AdoptStore(const Orphans& orphans);

  const ProjectState& state_;
  const std::string_view author_;
  const FieldNames& merged_;
  const JoiningParts& joining_;
  Changeset& changeset_;
  std::optional<ListDeltas> lists_;  // Of the last resolved revision.
  std::vector<Orphans> orphans_;
  FlatSet<RecordName> lost_;      // Additions that the author of a refused change does not see.
  FlatSet<RecordName> rootless_;  // Additions that it sees as roots: their parent never existed.
  bool has_lost_ = false;         // They have been searched.
  // The additions that its author was told, in the change and in `$input`.
  FlatSet<RecordName> echoed_;
  FlatSet<RecordName> echoed_input_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_RESOLVER_H_
