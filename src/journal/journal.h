// Stores projects in one SQLite file: their revisions, as JournalRecords, and snapshots.
// docs/storage.md has the schema.
//
// The first entry of a project is a snapshot of its initial data. A reset is a snapshot of another
// epoch. There are no gaps in the numbers between two snapshots.
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
  // What a crash of the machine may lose; a crash of the process loses nothing.
  enum class Durability {
    kCommit,    // Nothing: each Append() waits for the disk.
    kInterval,  // Everything since the last Sync().
    kNone,      // Everything that the system has not written yet.
  };

  // The revisions of one message.
  struct Batch {
    std::string_view project;  // Its id, as RecordId::key.
    uint64_t head;             // The last revision before it.
    std::string_view user;     // Name of the author; may be empty.
    std::string_view records;  // A sequence of JournalRecords.
  };

  // A snapshot with its position.
  struct Start {
    uint64_t number = 0;  // The last revision in it.
    uint64_t epoch = 0;   // RevisionLog::base of its epoch.
    uint64_t time = 0;    // Milliseconds since 1970.
    std::string_view snapshot = {};
    // For initial data: a mark that identifies them; returned as Kept::source.
    std::string_view source = {};
  };

  // The approximate maximum distance of a past state from a snapshot.
  static constexpr uint64_t kSnapshotInterval = 10'000;

  // `vfs`: see Database::Open.
  static Status Open(const std::string& path, Durability durability, const char* vfs,
                     std::unique_ptr<Journal>* out);
  // The upgrade done by Open().
  const Upgrade& upgrade() const { return upgrade_; }
  // Sets which history is deleted with each snapshot. Default: none.
  void Keep(const Retention& retention) { retention_ = retention; }
  // Replaces the name of a user by a pseudonym; the numbers stay. False: no user has that name, or
  // the pseudonym is in use. Bytes of the name remain in the file until Wipe() is done.
  Status ForgetUser(std::string_view name, std::string_view pseudonym, bool* was_there);
  // `*is_done`: no forgotten name is in the file any more. Otherwise a reader still uses the old
  // content: call it again later.
  Status Wipe(bool* is_done) {
    return database_.Checkpoint("PRAGMA wal_checkpoint(TRUNCATE)", is_done);
  }

  // Stores all of them, or none, in one commit. kStorageHead: one does not follow the stored
  // revisions. Replaces the rows of `clients` in the same commit; their projects must exist.
  Status Append(std::span<const Batch> batches, std::span<const KeptClient> clients = {});
  // Load() starts from it from now on; the revisions stay. A start whose number equals its epoch
  // has new data, after all revisions so far. The first start of a project may have any number. Of
  // older snapshots, those of new data, one in each kSnapshotInterval revisions, and the last two
  // stay.
  Status SaveSnapshot(std::string_view project, const Start& start);
  // See JournalReader.
  Status Load(std::string_view project, uint64_t log_revisions, std::optional<Kept>* out) {
    return reader_.Load(project, log_revisions, out);
  }
  // The stored clients, the latest last, and the `fresh` of the first call on this file, which
  // identifies the server that assigned their ids.
  Status LoadClients(std::string_view fresh, std::string* identity,
                     std::vector<KeptClient>* clients);
  // kStorageFailed: the file was moved or removed, so its content is lost.
  Status CheckPlace() const;
  // Writes to the disk what kInterval has not yet written.
  Status Sync();
  // Everything until End() is one commit; if a call fails, or the process ends, nothing is stored.
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
  // Runs `work` as one transaction; a rollback also discards cached data about the file.
  template <typename Work>
  Status Atomically(const Work& work);

  Database lock_;  // Held during the life of this object, so that only one server uses a file.
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
