// What is kept of projects, in one SQLite file: their revisions, as JournalRecords, and snapshots.
// docs/storage.md has the schema.
//
// A project's first entry is a snapshot: of the data that it was loaded from. A reset is a snapshot
// of another epoch. Between two snapshots no number is missing.
//
// Threads: one at a time, and not the JavaScript one: every call waits for the disk. A call that
// fails has changed nothing. Codes: kStorageFull, kStorageFailed, kStorageInUse (another server has
// the file), kStorageHead (somebody else has written), kStorageNewer (a later version of this
// program made it), kDamaged.
#ifndef GANTT_JOURNAL_JOURNAL_H_
#define GANTT_JOURNAL_JOURNAL_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "journal/clients.h"
#include "journal/database.h"
#include "journal/journal_reader.h"
#include "journal/names.h"
#include "journal/retention.h"
#include "journal/schema.h"
#include "journal/touches.h"

namespace gantt {

class Journal {
 public:
  // What a crash of the machine may cost; one of the process costs nothing.
  enum class Durability {
    kCommit,    // Nothing: each Append() waits until the disk has it.
    kInterval,  // What came since the last Sync().
    kNone,      // What the system had not written yet.
  };

  // What one message became.
  struct Batch {
    std::string_view project;  // Its id, as RecordId::key.
    uint64_t head;             // The last revision before it.
    std::string_view user;     // Who did it; may be empty.
    std::string_view records;  // JournalRecords, one behind the other.
  };

  // A snapshot, and of what.
  struct Start {
    uint64_t number = 0;  // The last revision in it.
    uint64_t epoch = 0;   // RevisionLog::base of its epoch.
    uint64_t time = 0;    // Milliseconds since 1970.
    std::string_view snapshot = {};
    // Of new data: what tells them from others. Kept::source gives it back.
    std::string_view source = {};
  };

  // No state of the past is much further from a snapshot than this.
  static constexpr uint64_t kSnapshotInterval = 10'000;

  // `vfs`: see Database::Open.
  static Status Open(const std::string& path, Durability durability, const char* vfs,
                     std::unique_ptr<Journal>* out);
  // What Open() did to the file.
  const Upgrade& upgrade() const { return upgrade_; }
  // With each snapshot, what need not be kept is given up. At first all is kept.
  void Keep(const Retention& retention) { retention_ = retention; }
  // Puts a pseudonym in the place of a user's name; the numbers stay. False: nobody has that name,
  // or somebody has the pseudonym. Bytes of the name are in the file until Wipe() is done.
  Status ForgetUser(std::string_view name, std::string_view pseudonym, bool* was_there);
  // `*is_done`: nothing is in the file any more of a name that was forgotten. Else somebody reads
  // the file as it was before: to be asked again.
  Status Wipe(bool* is_done) {
    return database_.Checkpoint("PRAGMA wal_checkpoint(TRUNCATE)", is_done);
  }

  // All of them, or none, in one commit. kStorageHead: one does not follow what is kept.
  // What is kept of `clients` is replaced in the same commit; their projects are there already.
  Status Append(std::span<const Batch> batches, std::span<const KeptClient> clients = {});
  // Where Load() starts from now on; the revisions stay. A start whose number is its epoch's is
  // that of new data, behind all revisions so far. What a project begins with may be any. Of older
  // snapshots stay those that new data began with, one in each kSnapshotInterval revisions, and the
  // last two.
  Status SaveSnapshot(std::string_view project, const Start& start);
  // As JournalReader does.
  Status Load(std::string_view project, uint64_t log_revisions, std::optional<Kept>* out) {
    return reader_.Load(project, log_revisions, out);
  }
  // Whom Append() has kept, the last one last, and what was `fresh` when that was first asked of
  // the file: by it the server is known as the one that gave them their ids.
  Status LoadClients(std::string_view fresh, std::string* identity,
                     std::vector<KeptClient>* clients);
  // kStorageFailed: somebody has moved or removed the file, and what is in it goes with it.
  Status CheckPlace() const;
  // Puts on the disk what kInterval has left.
  Status Sync();
  // All that is kept from here to End() is one commit, or nothing of it: also where one of them
  // fails, or the process ends.
  Status Begin();
  Status End(bool is_kept);

 private:
  Journal() = default;
  Status Prepare();
  void ForgetWhatWasRead();
  Status AppendBatch(const Batch& batch);
  Status SaveClient(const KeptClient& client);
  Status AddSnapshot(int64_t project, const Start& start);
  Status ThinSnapshots(int64_t project);
  Status HeadOf(int64_t project, uint64_t* head);
  // Runs `work` as one transaction; what was thought of the file is undone with it.
  template <typename Work>
  Status Atomically(const Work& work);

  Database lock_;  // Held as long as this lives, so that there is one server for a file.
  Database database_;
  JournalReader reader_;
  Touches touches_;
  Clients clients_;
  Names projects_, users_;
  Retention retention_;
  Upgrade upgrade_;
  bool has_begun_ = false;
  Statement add_revision_, last_revision_, add_snapshot_, snapshot_number_, set_source_, thin_;
  std::map<int64_t, uint64_t> heads_;  // By project: the last number.
};

}  // namespace gantt

#endif  // GANTT_JOURNAL_JOURNAL_H_
