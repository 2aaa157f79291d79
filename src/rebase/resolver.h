// From a Changeset to what may be applied. Resolving changes nothing of the project.
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
  // References have been rewritten already. `author`: the client id of its connection. `merged`,
  // `joining`: see PartialValues.
  Resolver(const ProjectState& state, std::string_view author, const FieldNames& merged,
           const JoiningParts& joining, Changeset* changeset)
      : state_(state),
        author_(author),
        merged_(merged),
        joining_(joining),
        changeset_(*changeset) {}

  // Revision `index` of the changeset, rebased onto the state as it is now.
  ResolvedRevision Resolve(size_t index);
  // It has been applied as that revision: what it says of what its author sees is remembered.
  void Remember(uint64_t revision, ListMemory* lists) const;

  // After that revision was applied: the server's own revision that adds the tasks which had no
  // parent, under the nearest ancestor that is still there, else as roots. Nothing when there are
  // none.
  std::optional<ResolvedRevision> Adopt();

  // The one revision of a changeset that was made for the head.
  static ResolvedRevision Unopposed(const Changeset& changeset) { return {&changeset, 0}; }

  // Revision `index` as everybody sees it when all of it is refused: empty.
  ResolvedRevision Refuse(size_t index);
  // The same revision as its author sees it: with what it added and removed, which a revision
  // behind it will undo. Not to be applied. Sets `*says_something` when there is any of that.
  // `returned`: records that the message removes and adds again, so neither is told.
  ResolvedRevision Echo(size_t index, const FlatSet<RecordName>& returned, bool* says_something);

 private:
  struct Orphans {
    size_t store;  // Of Changeset::stores.
    std::vector<uint32_t> entries;
  };

  ResolvedRevision Own(const RevisionChange& revision);
  // The same within the revision, for authors whose dialect takes a record back that way.
  void PlaceOrphans(const Orphans& orphans);
  void FindLostAdditions();
  void AdoptStore(const Orphans& orphans);

  const ProjectState& state_;
  const std::string_view author_;
  const FieldNames& merged_;
  const JoiningParts& joining_;
  Changeset& changeset_;
  std::optional<ListDeltas> lists_;  // Of the revision that was resolved last.
  std::vector<Orphans> orphans_;
  FlatSet<RecordName> lost_;      // That an author of what is refused does not see added.
  FlatSet<RecordName> rootless_;  // That it sees as roots: their parent was never there.
  bool has_lost_ = false;         // They have been looked for.
};

}  // namespace gantt

#endif  // GANTT_REBASE_RESOLVER_H_
