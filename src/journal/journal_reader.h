// What brings a project back from a journal: as it is now, or as it was.
//
// Threads: one at a time. Codes: kStorageFailed, kDamaged.
#ifndef GANTT_JOURNAL_JOURNAL_READER_H_
#define GANTT_JOURNAL_JOURNAL_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "journal/database.h"

namespace gantt {

// Project::Restore() takes the snapshot and the records.
struct Kept {
  uint64_t number = 0;  // Of the last revision.
  std::string snapshot;
  std::string records;  // Those behind the snapshot, and before it as many as fill a log.
  std::string source;   // What SaveSnapshot() was told of the data that its epoch began with.
};

class JournalReader {
 public:
  Status Prepare(Database* database);
  // Nothing is kept of that project: `*out` stays empty. `log_revisions`: so many fill a log.
  Status Load(std::string_view project, uint64_t log_revisions, std::optional<Kept>* out);

 private:
  struct Snapshot {
    uint64_t number = 0;
    uint64_t epoch = 0;
    std::string bytes;
  };
  Status ReadSnapshot(int64_t project, Snapshot* out);
  Status ReadRecords(int64_t project, uint64_t first, Kept* kept);

  Statement project_, snapshot_, revisions_;
};

}  // namespace gantt

#endif  // GANTT_JOURNAL_JOURNAL_READER_H_
