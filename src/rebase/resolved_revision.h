#ifndef GANTT_REBASE_RESOLVED_REVISION_H_
#define GANTT_REBASE_RESOLVED_REVISION_H_

#include <cstddef>

#include "message/changeset.h"

namespace gantt {

// A change that was rebased onto the head of its project and can be applied. Only Resolver makes
// one, and Replay for revisions that were applied before.
class ResolvedRevision {
 public:
  const RevisionChange& revision() const { return changeset_->revisions[index_]; }
  const Changeset& changeset() const { return *changeset_; }

 private:
  friend class Resolver;
  friend class Replay;
  ResolvedRevision(const Changeset* changeset, size_t index)
      : changeset_(changeset), index_(index) {}

  const Changeset* changeset_;
  size_t index_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_RESOLVED_REVISION_H_
