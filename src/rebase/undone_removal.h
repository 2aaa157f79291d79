// A record that comes back under its old name, by undo or because it is sent again, gets the fields
// that it had when it was removed and that its author does not say: those which that client's model
// does not declare.
#ifndef GANTT_REBASE_UNDONE_REMOVAL_H_
#define GANTT_REBASE_UNDONE_REMOVAL_H_

#include <cstdint>
#include <string_view>

#include "message/changeset.h"
#include "state/removed_fields.h"

namespace gantt {

class UndoneRemoval {
 public:
  UndoneRemoval(const RemovedFields& removed, Changeset* changeset)
      : removed_(removed), changeset_(*changeset) {}

  // The entry adds the record again; what is more than a message may get does not come back.
  // Answers how many fields it got: they are its last ones.
  uint32_t Complete(std::string_view store, Entry* entry);
  // Gives another entry about the same record those of the last `count` fields of `from` that it
  // does not have.
  void CopyTo(const Entry& from, uint32_t count, Entry* entry);

 private:
  const RemovedFields& removed_;
  Changeset& changeset_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_UNDONE_REMOVAL_H_
