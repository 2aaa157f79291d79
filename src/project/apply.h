// Changes a project by the plain rules (design.md): within a store `added`, then `updated` field by
// field, then `removed`. Cannot fail.
#ifndef GANTT_PROJECT_APPLY_H_
#define GANTT_PROJECT_APPLY_H_

#include <cstddef>
#include <cstdint>

#include "message/changeset.h"
#include "state/project_state.h"

namespace gantt {

// A change that was rebased onto the head of its project and may be applied to it. Only Resolver
// makes one.
class ResolvedRevision {
 public:
  const RevisionChange& revision() const { return changeset_->revisions[index_]; }
  const Changeset& changeset() const { return *changeset_; }

 private:
  friend class Resolver;
  ResolvedRevision(const Changeset* changeset, size_t index)
      : changeset_(changeset), index_(index) {}

  const Changeset* changeset_;
  size_t index_;
};

// Applies it as revision `number`. Does not touch the log.
void Apply(const ResolvedRevision& resolved, uint64_t number, ProjectState* state);

}  // namespace gantt

#endif  // GANTT_PROJECT_APPLY_H_
