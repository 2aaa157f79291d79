// Reads a project from a journal: its current or a past state.
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
  std::string records;  // Records after the snapshot, and enough before it to fill a log.
  std::string source;   // The source from SaveSnapshot() at the start of its epoch.
  // Of the records, those after the snapshot.
  uint64_t revisions_behind = 0;
  uint64_t bytes_behind = 0;
};

// A state of a project. After a reset, it has the number of the last revision before the reset.
struct Moment {
  uint64_t number = 0;
  bool is_after_reset = false;
};

class JournalReader {
 public:
  Status Prepare(Database* database);
  // `*out` stays empty if the project is not stored. `log_revisions`: the size of a log.
  Status Load(std::string_view project, uint64_t log_revisions, std::optional<Kept>* out);
  // The project at `moment`, without a log before its snapshot. `*out` stays empty if the journal
  // does not reach back that far, or has no such revision yet.
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
