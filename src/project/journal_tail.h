// What a journal has yet to keep of a project: the records of the revisions since it was taken.
#ifndef GANTT_PROJECT_JOURNAL_TAIL_H_
#define GANTT_PROJECT_JOURNAL_TAIL_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rebase/id_bindings.h"
#include "rebase/resolved_revision.h"
#include "state/id_allocator.h"
#include "state/journal_record.h"
#include "state/revision_log.h"

namespace gantt {

class JournalTail {
 public:
  explicit JournalTail(const IdAllocator* ids) : ids_(*ids) {}

  // The names that a message gave; they are kept with its next revision. Views live until then.
  void NoteNames(const IdBindings& bindings);
  void Keep(const Revision& revision, const RevisionParts& parts, const ResolvedRevision& resolved,
            std::string_view origin, uint64_t epoch);
  // JournalRecords, one behind the other.
  std::string Take() { return std::exchange(bytes_, {}); }
  // The same of the first `count`.
  std::string Take(size_t count);

 private:
  const IdAllocator& ids_;
  std::vector<JournalRecord::Name> names_;
  std::string bytes_;
};

}  // namespace gantt

#endif  // GANTT_PROJECT_JOURNAL_TAIL_H_
