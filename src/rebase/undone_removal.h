// A record that is added again under its old name, by an undo or a repetition, gets back the fields
// that it had at its removal and that its author does not send, because the client's model does not
// declare them.
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

  // The entry adds the record again; fields beyond the limit of added data are not restored.
  // Returns the number of restored fields, which are the last ones of the entry.
  uint32_t Complete(std::string_view store, Entry* entry);
  // Copies those of the last `count` fields of `from` that another entry of the same record lacks.
  void CopyTo(const Entry& from, uint32_t count, Entry* entry);

 private:
  const RemovedFields& removed_;
  Changeset& changeset_;
};

}  // namespace gantt

#endif  // GANTT_REBASE_UNDONE_REMOVAL_H_
