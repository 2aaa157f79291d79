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

// A state of a project. A reset begins a state with the number of the last revision before it.
struct Moment {
  uint64_t number = 0;
  bool is_after_reset = false;
};

class JournalReader {
 public:
  Status Prepare(Database* database);
  // Nothing is kept of that project: `*out` stays empty. `log_revisions`: so many fill a log.
  Status Load(std::string_view project, uint64_t log_revisions, std::optional<Kept>* out);
  // The project as it was at `moment`, with no log before its snapshot. `*out` stays empty where
  // the journal does not reach so far back, or has no such revision yet.
  Status LoadAt(std::string_view project, const Moment& moment, std::optional<Kept>* out);

 private:
  struct Snapshot {
    uint64_t number = 0;
    uint64_t epoch = 0;
    std::string bytes;
  };
  Status FindProject(std::string_view id, int64_t* project, std::string* source);
  // Of what a statement has found.
  Status ReadSnapshot(int64_t project, Statement* found, Snapshot* out, bool* is_there);
  Status ReadRecords(int64_t project, uint64_t first, uint64_t last, Kept* kept);

  Statement project_, last_snapshot_, snapshot_before_, revisions_, has_revision_;
};

}  // namespace gantt

#endif  // GANTT_JOURNAL_JOURNAL_READER_H_
