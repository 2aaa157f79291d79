// Queries the history of the projects in a journal. It reads through its own connection, beside a
// server that uses the file, and changes nothing.
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
    uint64_t first = 0;  // Numbers of its stored revisions; 0: none.
    uint64_t last = 0;
    uint64_t snapshots = 0;
  };

  // Selects the revisions that match all members. Empty texts match everything.
  struct Filter {
    uint64_t first = 1;
    uint64_t last = std::numeric_limits<int64_t>::max();
    uint64_t since = 0;  // Their times, in milliseconds since 1970.
    uint64_t until = std::numeric_limits<int64_t>::max();
    std::string user;
    std::string store;
    std::string record;  // An id; of that store.
    std::string field;
    size_t limit = 100;  // Maximum number, the newest first.
    bool with_records = false;
  };

  struct Revision {
    uint64_t number = 0;
    uint64_t epoch = 0;  // RevisionLog::base of its epoch.
    uint64_t time = 0;   // Milliseconds since 1970.
    std::string user;    // Empty: no name.
    std::string text;    // The text for `commands` clients.
    std::string record;  // The whole JournalRecord, if requested.
  };

  struct Snapshot {
    int64_t row = 0;  // Its name.
    uint64_t number = 0;
    uint64_t epoch = 0;
    uint64_t time = 0;
  };

  // `stop`, if not null: running work fails soon after it becomes true.
  static Status Open(const std::string& path, std::unique_ptr<History>* out,
                     const std::atomic<bool>* stop = nullptr);

  Status Projects(std::vector<Kept>* out);
  // The newest first.
  Status Revisions(std::string_view project, const Filter& filter, std::vector<Revision>* out);
  // The state of a project after the last revision or reset that is not later than a time, in
  // milliseconds since 1970. It is the last by number: the clock of the server may have been set
  // back. False: there is none.
  Status MomentAt(std::string_view project, uint64_t time, Moment* moment, bool* was_there);
  // The number of the first revision that is not earlier than a time; 0: there is none.
  Status FirstSince(std::string_view project, uint64_t time, uint64_t* number);
  // The snapshots of a project, in the order of their creation.
  Status Snapshots(std::string_view project, std::vector<Snapshot>* out);
  Status ReadSnapshot(int64_t row, std::string* bytes);
  // Checks all projects and the file.
  Status Check(CheckReport* report);
  // Copies the whole file, of any version, into an existing empty one. A failed or stopped copy is
  // removed.
  static Status Backup(const std::string& path, const std::string& copy,
                       const std::atomic<bool>* stop = nullptr);
  Status LoadAt(std::string_view project, const Moment& moment, std::optional<gantt::Kept>* out) {
    return database_.AtOneMoment([&] { return reader_.LoadAt(project, moment, out); });
  }
  // Until a Release() for each Hold(), all calls see the current state of the file. Writes of a
  // server meanwhile stay in the log beside the file.
  Status Hold();
  Status Release();

 private:
  Status Prepare();
  Status FindProject(std::string_view id, int64_t* project, uint64_t* indexed);
  // Appends the revision to `*out` if it matches.
  Status Look(Statement* row, const Filter& filter, std::vector<Revision>* out);
  Status LookAt(int64_t project, uint64_t number, const Filter& filter, std::vector<Revision>* out);
  // The newest first, up to the limit.
  Status Scan(int64_t project, const Filter& filter, std::vector<Revision>* out);
  Status ScanTouches(int64_t project, const Filter& filter, std::vector<Revision>* out);
  Status Matches(std::string_view text, const Filter& filter, bool* does);
  void BindTimes(const Filter& filter);
  static Status FindByTime(Statement* statement, int64_t project, uint64_t time, uint64_t* number);
  Status CheckAll(CheckReport* report);

  Database database_;
  size_t holds_ = 0;
  JournalReader reader_;
  TouchReader texts_;
  Statement project_, all_, revisions_, touches_, last_before_, first_since_, reset_before_,
      snapshots_, snapshot_;
};

}  // namespace gantt

#endif  // GANTT_JOURNAL_HISTORY_H_
