// Corrects the author of a completely refused change, which it has already applied.
#ifndef GANTT_CONFLICT_REFUSAL_H_
#define GANTT_CONFLICT_REFUSAL_H_

#include <span>
#include <string_view>

#include "conflict/edits.h"
#include "conflict/restoration.h"
#include "message/changeset.h"
#include "state/project_state.h"
#include "store/store.h"

namespace gantt {

class Refusal {
 public:
  // References must be rewritten. `revisions`: the refused ones of the changeset. Adds their
  // corrections to `restoration`.
  Refusal(const ProjectState& state, Changeset* changeset,
          std::span<const RevisionChange> revisions, Restoration* restoration);

  // Records that the message adds and does not remove afterwards: after a delete and its undo, the
  // user has the record, like the project.
  const Restoration::Additions& returned() const { return returned_; }

 private:
  void FindReturned();
  void Undo(const RevisionChange& revision);
  void UndoRemovals(const RevisionChange& revision);
  void UndoEntry(const Store* store, std::string_view store_name, List list, const Entry& entry,
                 Edits::Part part, Edits* edits);
  void UndoProject(const Entry& entry);

  const ProjectState& state_;
  Changeset& changeset_;
  Restoration& restoration_;
  Restoration::Additions returned_;
};

}  // namespace gantt

#endif  // GANTT_CONFLICT_REFUSAL_H_
