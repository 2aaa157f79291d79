#include "journal/journal.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/binary.h"
#include "base/status.h"
#include "journal/clients.h"
#include "journal/database.h"
#include "journal/retention.h"
#include "journal/rows.h"
#include "journal/schema.h"
#include "state/journal_record.h"

namespace gantt {
namespace {

constexpr const char* kUsualDelete = "PRAGMA secure_delete = FAST";

Status WrongHead(uint64_t expected, uint64_t head) {
  return {ErrorCode::kStorageHead, "Revision " + std::to_string(expected) + " was expected, and " +
                                       std::to_string(head) + " is the last"};
}

Status GivenUp() { return {ErrorCode::kStorageFailed, "What it belongs to could not be kept"}; }

Status CheckWritable(const Database& database) {
  if (!database.is_read_only()) return {};
  return {ErrorCode::kStorageFailed, database.path() + " may not be written"};
}

}  // namespace

Status Journal::Open(const std::string& path, Durability durability, const char* vfs,
                     std::unique_ptr<Journal>* out) {
  std::unique_ptr<Journal> journal(new Journal());
  // The file is not read before the lock is held. SQLite releases a lock when its process ends in
  // any way.
  Status status = journal->database_.Open(path, vfs);
  if (status.ok()) status = journal->lock_.Open(journal->database_.path() + "-lock", vfs);
  if (status.ok()) status = journal->lock_.Run("BEGIN EXCLUSIVE");
  if (status.code() == ErrorCode::kStorageInUse)
    return {ErrorCode::kStorageInUse, path + " is in use by another server"};
  if (status.ok()) status = CheckWritable(journal->lock_);
  if (status.ok()) status = CheckWritable(journal->database_);
  // Deleted or moved content leaves no name behind; see ForgetUser().
  if (status.ok()) status = journal->database_.Run(kUsualDelete);
  if (status.ok()) status = journal->database_.Run("PRAGMA journal_mode = WAL");
  if (status.ok()) {
    const bool is_full = durability == Durability::kCommit;
    status = journal->database_.Run(is_full ? "PRAGMA synchronous = FULL"
                                            : "PRAGMA synchronous = NORMAL");
  }
  if (status.ok()) status = PrepareSchema(&journal->database_, &journal->upgrade_);
  if (status.ok()) status = journal->Prepare();
  if (!status.ok()) return {status.code(), path + ": " + status.message()};
  *out = std::move(journal);
  return {};
}

Status Journal::Prepare() {
  Status status = reader_.Prepare(&database_);
  if (status.ok()) status = touches_.Prepare(&database_);
  if (status.ok()) status = clients_.Prepare(&database_);
  if (status.ok()) {
    status = projects_.Prepare(&database_, "SELECT number FROM projects WHERE id = ?",
                               "INSERT INTO projects (number, id, checksum) "
                               "SELECT next, ?1, checksum(next, ?1, '', 0) FROM "
                               "(SELECT ifnull(max(number), 0) + 1 AS next FROM projects) "
                               "RETURNING number");
  }
  if (status.ok()) {
    status = users_.Prepare(&database_, "SELECT number FROM users WHERE name = ?",
                            "INSERT INTO users (number, name, checksum) "
                            "SELECT next, ?1, checksum(next, ?1) FROM "
                            "(SELECT ifnull(max(number), 0) + 1 AS next FROM users) "
                            "RETURNING number");
  }
  if (!status.ok()) return status;
  const std::pair<Statement*, const char*> statements[] = {
      {&add_revision_, "INSERT INTO revisions VALUES (?, ?, ?, ?, ?)"},
      {&last_revision_, "SELECT max(key) FROM revisions WHERE key BETWEEN ? AND ?"},
      {&add_snapshot_,
       "INSERT INTO snapshots (project, revision, epoch, time, checksum, snapshot) "
       "VALUES (?, ?, ?, ?, ?, ?)"},
      {&snapshot_number_,
       "SELECT revision FROM snapshots WHERE project = ? ORDER BY number DESC LIMIT 1"},
      {&thin_,
       "DELETE FROM snapshots WHERE project = ?1 AND number NOT IN "
       "(SELECT number FROM snapshots WHERE project = ?1 ORDER BY number DESC LIMIT 2) "
       "AND number NOT IN "
       "(SELECT min(number) FROM snapshots WHERE project = ?1 GROUP BY epoch, revision / ?2)"},
      {&set_source_,
       "UPDATE projects SET source = ?2, checksum = checksum(number, id, ?2, indexed) "
       "WHERE number = ?1"},
  };
  return PrepareAll(&database_, statements);
}

template <typename Work>
Status Journal::Atomically(const Work& work) {
  Status status = CheckPlace();
  if (status.ok() && !has_begun_) {
    status = database_.Atomically(work);
  } else if (status.ok()) {
    status = database_.is_in_transaction() ? work() : GivenUp();
    if (!status.ok() && database_.is_in_transaction()) (void)database_.Run("ROLLBACK");
  }
  if (!status.ok()) ForgetWhatWasRead();
  return status;
}

void Journal::ForgetWhatWasRead() {
  projects_.Clear();
  users_.Clear();
  heads_.clear();
}

Status Journal::Begin() {
  Status status = CheckPlace();
  if (status.ok()) status = database_.Run("BEGIN IMMEDIATE");
  has_begun_ = status.ok();
  return status;
}

Status Journal::End(bool is_kept) {
  has_begun_ = false;
  Status status = database_.is_in_transaction() ? Status() : GivenUp();
  if (status.ok() && is_kept) status = database_.Run("COMMIT");
  if (database_.is_in_transaction()) (void)database_.Run("ROLLBACK");
  if (!is_kept || !status.ok()) ForgetWhatWasRead();
  return is_kept ? std::move(status) : Status();
}

Status Journal::CheckPlace() const {
  if (!database_.has_moved()) return {};
  return {ErrorCode::kStorageFailed, "The file is not at its place any more"};
}

Status Journal::HeadOf(int64_t project, uint64_t* head) {
  if (const auto known = heads_.find(project); known != heads_.end()) {
    *head = known->second;
    return {};
  }
  *head = 0;
  last_revision_.Bind(1, KeyOf(project, 0));
  last_revision_.Bind(2, KeyOf(project, kLastNumber));
  if (last_revision_.Next()) *head = NumberInKey(last_revision_.Number(0));
  if (Status status = last_revision_.End(); !status.ok()) return status;
  // A reset or an import may set a project beyond its last revision.
  snapshot_number_.Bind(1, project);
  if (snapshot_number_.Next())
    *head = std::max(*head, static_cast<uint64_t>(snapshot_number_.Number(0)));
  if (Status status = snapshot_number_.End(); !status.ok()) return status;
  heads_[project] = *head;
  return {};
}

Status Journal::Append(std::span<const Batch> batches, std::span<const KeptClient> clients) {
  return Atomically([&] {
    for (const Batch& batch : batches) {
      if (Status status = AppendBatch(batch); !status.ok()) return status;
    }
    for (const KeptClient& client : clients) {
      if (Status status = SaveClient(client); !status.ok()) return status;
    }
    return Status();
  });
}

Status Journal::SaveClient(const KeptClient& client) {
  int64_t project = 0;
  int64_t user = 0;
  Status status = projects_.NumberOf(client.project, false, &project);
  if (status.ok() && !client.user.empty()) status = users_.NumberOf(client.user, true, &user);
  if (!status.ok() || project == 0) return status;
  return clients_.Save(client, project, user);
}

Status Journal::LoadClients(std::string_view fresh, std::string* identity,
                            std::vector<KeptClient>* clients) {
  return Atomically([&] {
    if (Status status = clients_.Identity(fresh, identity); !status.ok()) return status;
    return clients_.All(clients);
  });
}

Status Journal::AppendBatch(const Batch& batch) {
  int64_t project = 0;
  int64_t user = 0;
  uint64_t head = 0;
  Status status = projects_.NumberOf(batch.project, false, &project);
  if (!status.ok()) return status;
  if (project == 0)
    return {ErrorCode::kStorageHead, "There is no snapshot of this project to begin with"};
  if (!batch.user.empty()) status = users_.NumberOf(batch.user, true, &user);
  if (status.ok()) status = HeadOf(project, &head);
  if (!status.ok()) return status;
  if (batch.head != head) return WrongHead(batch.head, head);
  JournalRecord record;
  for (BinaryReader in(batch.records); !in.at_end();) {
    const std::string_view before = in.rest();
    if (!record.Read(&in)) return Damaged("A record is not whole");
    if (record.number != head + 1) return WrongHead(record.number - 1, head);
    const int64_t key = KeyOf(project, ++head);
    const std::string_view bytes = before.substr(0, before.size() - in.rest().size());
    add_revision_.Bind(1, key);
    add_revision_.Bind(2, static_cast<int64_t>(record.time));
    add_revision_.Bind(3, user);
    add_revision_.Bind(4, RowChecksum(key, record.time, user, bytes));
    add_revision_.BindBytes(5, bytes);
    if (Status added = add_revision_.Finish(); !added.ok()) return added;
  }
  heads_[project] = head;
  return {};
}

Status Journal::SaveSnapshot(std::string_view id, const Start& start) {
  return Atomically([&] {
    int64_t project = 0;
    uint64_t head = 0;
    if (Status status = projects_.NumberOf(id, false, &project); !status.ok()) return status;
    const bool is_first = project == 0;
    if (Status status = projects_.NumberOf(id, true, &project); !status.ok()) return status;
    if (Status status = HeadOf(project, &head); !status.ok()) return status;
    const bool is_anew = start.epoch == start.number;
    const bool follows = is_anew ? start.number >= head : is_first || start.number <= head;
    if (!follows) return WrongHead(start.number, head);
    if (Status status = AddSnapshot(project, start); !status.ok()) return status;
    heads_[project] = std::max(head, start.number);
    if (!is_anew) {
      if (Status status = ThinSnapshots(project); !status.ok()) return status;
      if (Status status = touches_.Index(project, head); !status.ok()) return status;
    }
    if (Status status = GiveUp(&database_, project, retention_, start.time); !status.ok())
      return status;
    if (!is_anew) return Status();
    set_source_.Bind(1, project);
    set_source_.Bind(2, start.source);
    return set_source_.Finish();
  });
}

Status Journal::AddSnapshot(int64_t project, const Start& start) {
  add_snapshot_.Bind(1, project);
  add_snapshot_.Bind(2, static_cast<int64_t>(start.number));
  add_snapshot_.Bind(3, static_cast<int64_t>(start.epoch));
  add_snapshot_.Bind(4, static_cast<int64_t>(start.time));
  add_snapshot_.Bind(5, RowChecksum(KeyOf(project, start.number), start.time,
                                    static_cast<int64_t>(start.epoch), start.snapshot));
  add_snapshot_.BindBytes(6, start.snapshot);
  return add_snapshot_.Finish();
}

Status Journal::ThinSnapshots(int64_t project) {
  thin_.Bind(1, project);
  // Deletion of history ends at a snapshot, so snapshots are closer together then.
  const uint64_t interval = retention_.is_all() ? kSnapshotInterval : kSnapshotInterval / 10;
  thin_.Bind(2, static_cast<int64_t>(interval));
  return thin_.Finish();
}

Status Journal::ForgetUser(std::string_view name, std::string_view pseudonym, bool* was_there) {
  // The name must not remain in free pages of the file.
  if (Status status = database_.Run("PRAGMA secure_delete = ON"); !status.ok()) return status;
  Status status =
      Atomically([&] { return gantt::ForgetUser(&database_, name, pseudonym, was_there); });
  users_.Clear();
  Status usual = database_.Run(kUsualDelete);
  if (!status.ok()) return status;
  return usual;
}

Status Journal::Sync() {
  bool is_whole = false;
  Status status = database_.Checkpoint("PRAGMA wal_checkpoint(FULL)", &is_whole);
  if (!status.ok() || is_whole) return status;
  return database_.SyncLog();
}

}  // namespace gantt
