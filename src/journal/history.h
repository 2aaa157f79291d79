// The history of the projects that a journal keeps, as people ask for it. It reads through a
// connection of its own, beside the server that has the file, and changes nothing.
//
// Threads: one at a time. Codes: kStorageFailed, kStorageNewer, kDamaged.
#ifndef GANTT_JOURNAL_HISTORY_H_
#define GANTT_JOURNAL_HISTORY_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "journal/check.h"
#include "journal/database.h"
#include "journal/journal_reader.h"
#include "journal/touches.h"

namespace gantt {

class History {
 public:
  // One project of the file.
  struct Kept {
    std::string id;
    std::string source;
    uint64_t first = 0;  // Of its revisions that are there; 0: none.
    uint64_t last = 0;
    uint64_t snapshots = 0;
  };

  // Which revisions are meant: those that all of it is true of. Empty texts ask for nothing.
  struct Filter {
    uint64_t first = 1;
    uint64_t last = std::numeric_limits<int64_t>::max();
    std::string user;
    std::string store;
    std::string record;  // An id; of that store.
    std::string field;
    size_t limit = 100;  // So many of the newest.
    bool with_records = false;
  };

  struct Revision {
    uint64_t number = 0;
    uint64_t epoch = 0;  // RevisionLog::base of its epoch.
    uint64_t time = 0;   // Milliseconds since 1970.
    std::string user;    // Empty: nobody with a name.
    std::string text;    // As `commands` clients got it.
    std::string record;  // The whole JournalRecord, where it is asked for.
  };

  struct Snapshot {
    int64_t row = 0;  // What names it.
    uint64_t number = 0;
    uint64_t epoch = 0;
    uint64_t time = 0;
  };

  // `stop`, where it is not null: what is under way when it becomes true fails soon.
  static Status Open(const std::string& path, std::unique_ptr<History>* out,
                     const std::atomic<bool>* stop = nullptr);

  Status Projects(std::vector<Kept>* out);
  // The newest first.
  Status Revisions(std::string_view project, const Filter& filter, std::vector<Revision>* out);
  // What a project was at a time, in milliseconds since 1970; by the clock of the server, which is
  // taken to go forward. False: nothing was kept then.
  Status MomentAt(std::string_view project, uint64_t time, Moment* moment, bool* was_there);
  // Of a project, in the order in which they were made.
  Status Snapshots(std::string_view project, std::vector<Snapshot>* out);
  Status ReadSnapshot(int64_t row, std::string* bytes);
  // Of all projects, and of the file.
  Status Check(CheckReport* report);
  // A copy of the whole file, of whatever version, in one that is there and empty. Of a copy
  // that fails, or is stopped, nothing stays.
  static Status Backup(const std::string& path, const std::string& copy,
                       const std::atomic<bool>* stop = nullptr);
  Status LoadAt(std::string_view project, const Moment& moment, std::optional<gantt::Kept>* out) {
    return database_.AtOneMoment([&] { return reader_.LoadAt(project, moment, out); });
  }
  // Until a Release() for each Hold(), all calls see the file as it is now. What a server writes
  // meanwhile stays in the log beside the file.
  Status Hold();
  Status Release();

 private:
  Status Prepare();
  Status FindProject(std::string_view id, int64_t* project, uint64_t* indexed);
  // Takes the revision into `*out` if it is meant.
  Status Look(Statement* row, const Filter& filter, std::vector<Revision>* out);
  Status LookAt(int64_t project, uint64_t number, const Filter& filter, std::vector<Revision>* out);
  // The newest first, as long as more are wanted.
  Status Scan(int64_t project, const Filter& filter, std::vector<Revision>* out);
  Status ScanTouches(int64_t project, const Filter& filter, std::vector<Revision>* out);
  Status Matches(std::string_view text, const Filter& filter, bool* does);
  Status CheckAll(CheckReport* report);

  Database database_;
  size_t holds_ = 0;
  JournalReader reader_;
  TouchReader texts_;
  Statement project_, all_, revisions_, touches_, last_before_, reset_before_, snapshots_,
      snapshot_;
};

}  // namespace gantt

#endif  // GANTT_JOURNAL_HISTORY_H_
