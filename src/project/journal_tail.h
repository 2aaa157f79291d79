// The records of revisions that the journal has not taken yet.
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

  // The phantom ids of a message; they are stored with its next revision. Views must be valid until
  // then.
  void NoteNames(const IdBindings& bindings);
  void Keep(const Revision& revision, const RevisionParts& parts, const ResolvedRevision& resolved,
            std::string_view origin, uint64_t epoch);
  // A sequence of JournalRecords.
  std::string Take() { return std::exchange(bytes_, {}); }
  // The first `count` of them.
  std::string Take(size_t count);

 private:
  const IdAllocator& ids_;
  std::vector<JournalRecord::Name> names_;
  std::string bytes_;
};

}  // namespace gantt

#endif  // GANTT_PROJECT_JOURNAL_TAIL_H_
