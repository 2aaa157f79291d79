#include "journal/journal.h"

#include <algorithm>
#include <utility>

#include "base/binary.h"
#include "journal/checksum.h"
#include "state/journal_record.h"

namespace gantt {
namespace {

constexpr int kSchemaVersion = 1;
// A revision's key: the project's number, then its own. No project has that many.
constexpr int kNumberBits = 40;
constexpr uint64_t kLastNumber = (uint64_t{1} << kNumberBits) - 1;

constexpr const char* kSchema = R"(
  CREATE TABLE projects (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
  CREATE TABLE users (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE revisions (
    key INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    user INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    record BLOB NOT NULL);
  CREATE TABLE snapshots (
    number INTEGER PRIMARY KEY,
    project INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    time INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    snapshot BLOB NOT NULL);
  CREATE INDEX snapshots_of_project ON snapshots (project, number);
  PRAGMA application_id = 0x47535331;
  PRAGMA user_version = 1;
)";

int64_t KeyOf(int64_t project, uint64_t number) {
  return static_cast<int64_t>(static_cast<uint64_t>(project) << kNumberBits | number);
}

// Of a row: what is beside the bytes belongs to it.
int64_t RowChecksum(int64_t key, uint64_t time, int64_t user, std::string_view bytes) {
  std::string beside;
  BinaryWriter writer(&beside);
  for (const uint64_t number : {static_cast<uint64_t>(key), time, static_cast<uint64_t>(user)})
    writer.Number(number);
  return Checksum(bytes, Checksum(beside));
}

Status WrongHead(uint64_t expected, uint64_t head) {
  return {ErrorCode::kStorageHead, "Revision " + std::to_string(expected) + " was expected, and " +
                                       std::to_string(head) + " is the last"};
}

Status Damaged(const std::string& what) { return {ErrorCode::kDamaged, what}; }

}  // namespace

Status Journal::Open(const std::string& path, Durability durability, const char* vfs,
                     std::unique_ptr<Journal>* out) {
  std::unique_ptr<Journal> journal(new Journal());
  // SQLite gives a lock back when its process ends, however it ends.
  Status status = journal->lock_.Open(path + "-lock", vfs);
  if (status.ok()) status = journal->lock_.Run("BEGIN EXCLUSIVE");
  if (status.code() == ErrorCode::kStorageInUse)
    return {ErrorCode::kStorageInUse, path + " is in use by another server"};
  if (status.ok()) status = journal->database_.Open(path, vfs);
  if (status.ok()) status = journal->database_.Run("PRAGMA journal_mode = WAL");
  if (status.ok()) {
    const bool is_full = durability == Durability::kCommit;
    status = journal->database_.Run(is_full ? "PRAGMA synchronous = FULL"
                                            : "PRAGMA synchronous = NORMAL");
  }
  if (status.ok()) status = journal->Prepare();
  if (!status.ok()) return {status.code(), path + ": " + status.message()};
  *out = std::move(journal);
  return {};
}

Status Journal::OpenForReading(const std::string& path, std::unique_ptr<Journal>* out) {
  std::unique_ptr<Journal> journal(new Journal());
  Status status = journal->database_.Open(path);
  if (status.ok()) status = journal->PrepareStatements();
  if (!status.ok()) return {status.code(), path + ": " + status.message()};
  *out = std::move(journal);
  return {};
}

Status Journal::Prepare() {
  Statement version;
  if (Status status = version.Prepare(&database_, "PRAGMA user_version"); !status.ok())
    return status;
  const int64_t found = version.Next() ? version.Number(0) : 0;
  if (Status status = version.End(); !status.ok()) return status;
  if (found > kSchemaVersion)
    return {ErrorCode::kStorageNewer, "it was written by a later version of this program"};
  if (found == 0) {
    Status status = Atomically([this] { return database_.Run(kSchema); });
    if (!status.ok()) return status;
  }
  return PrepareStatements();
}

Status Journal::PrepareStatements() {
  const std::pair<Statement*, const char*> statements[] = {
      {&find_project_, "SELECT number FROM projects WHERE id = ?"},
      {&add_project_, "INSERT INTO projects (id) VALUES (?) RETURNING number"},
      {&find_user_, "SELECT number FROM users WHERE name = ?"},
      {&add_user_, "INSERT INTO users (name) VALUES (?) RETURNING number"},
      {&add_revision_, "INSERT INTO revisions VALUES (?, ?, ?, ?, ?)"},
      {&read_revisions_,
       "SELECT key, time, user, checksum, record FROM revisions WHERE key BETWEEN ? AND ? "
       "ORDER BY key"},
      {&last_revision_, "SELECT max(key) FROM revisions WHERE key BETWEEN ? AND ?"},
      {&add_snapshot_,
       "INSERT INTO snapshots (project, revision, epoch, time, checksum, snapshot) "
       "VALUES (?, ?, ?, ?, ?, ?)"},
      {&last_snapshot_,
       "SELECT revision, epoch, time, checksum, snapshot FROM snapshots WHERE project = ? "
       "ORDER BY number DESC LIMIT 1"},
      {&snapshot_number_,
       "SELECT revision FROM snapshots WHERE project = ? ORDER BY number DESC LIMIT 1"},
  };
  for (const auto& [statement, sql] : statements) {
    if (Status status = statement->Prepare(&database_, sql); !status.ok()) return status;
  }
  return {};
}

template <typename Work>
Status Journal::Atomically(const Work& work) {
  Status status = database_.Run("BEGIN IMMEDIATE");
  if (!status.ok()) return status;
  status = work();
  if (status.ok()) status = database_.Run("COMMIT");
  // What was thought of the file may have been undone with it.
  if (!status.ok()) {
    if (database_.is_in_transaction()) (void)database_.Run("ROLLBACK");
    projects_.clear();
    users_.clear();
    heads_.clear();
  }
  return status;
}

Status Journal::ProjectNumber(std::string_view id, bool may_make, int64_t* number) {
  *number = 0;
  if (const auto known = projects_.find(id); known != projects_.end()) {
    *number = known->second;
    return {};
  }
  for (Statement* const statement : {&find_project_, &add_project_}) {
    if (statement == &add_project_ && !may_make) return {};
    statement->Bind(1, id);
    if (statement->Next()) *number = statement->Number(0);
    if (Status status = statement->Finish(); !status.ok()) return status;
    if (*number != 0) break;
  }
  projects_.emplace(id, *number);
  return {};
}

Status Journal::UserNumber(std::string_view name, int64_t* number) {
  *number = 0;
  if (name.empty()) return {};
  if (const auto known = users_.find(name); known != users_.end()) {
    *number = known->second;
    return {};
  }
  for (Statement* const statement : {&find_user_, &add_user_}) {
    statement->Bind(1, name);
    if (statement->Next()) *number = statement->Number(0);
    if (Status status = statement->Finish(); !status.ok()) return status;
    if (*number != 0) break;
  }
  users_.emplace(name, *number);
  return {};
}

Status Journal::HeadOf(int64_t project, uint64_t* head) {
  if (const auto known = heads_.find(project); known != heads_.end()) {
    *head = known->second;
    return {};
  }
  *head = 0;
  last_revision_.Bind(1, KeyOf(project, 0));
  last_revision_.Bind(2, KeyOf(project, kLastNumber));
  if (last_revision_.Next()) *head = static_cast<uint64_t>(last_revision_.Number(0)) & kLastNumber;
  if (Status status = last_revision_.End(); !status.ok()) return status;
  // A project may begin anew, or have been brought here, behind its last revision.
  snapshot_number_.Bind(1, project);
  if (snapshot_number_.Next())
    *head = std::max(*head, static_cast<uint64_t>(snapshot_number_.Number(0)));
  if (Status status = snapshot_number_.End(); !status.ok()) return status;
  heads_[project] = *head;
  return {};
}

Status Journal::Append(std::span<const Batch> batches) {
  return Atomically([&] {
    for (const Batch& batch : batches) {
      if (Status status = AppendBatch(batch); !status.ok()) return status;
    }
    return Status();
  });
}

Status Journal::AppendBatch(const Batch& batch) {
  int64_t project = 0;
  int64_t user = 0;
  uint64_t head = 0;
  if (Status status = ProjectNumber(batch.project, false, &project); !status.ok()) return status;
  if (project == 0)
    return {ErrorCode::kStorageHead, "There is no snapshot of this project to begin with"};
  if (Status status = UserNumber(batch.user, &user); !status.ok()) return status;
  if (Status status = HeadOf(project, &head); !status.ok()) return status;
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
    if (Status status = add_revision_.Finish(); !status.ok()) return status;
  }
  heads_[project] = head;
  return {};
}

Status Journal::SaveSnapshot(std::string_view id, const Start& start) {
  return Atomically([&] {
    int64_t project = 0;
    uint64_t head = 0;
    if (Status status = ProjectNumber(id, true, &project); !status.ok()) return status;
    if (Status status = HeadOf(project, &head); !status.ok()) return status;
    const bool is_anew = start.epoch == start.number;
    if (is_anew ? start.number < head : start.number > head) return WrongHead(start.number, head);
    add_snapshot_.Bind(1, project);
    add_snapshot_.Bind(2, static_cast<int64_t>(start.number));
    add_snapshot_.Bind(3, static_cast<int64_t>(start.epoch));
    add_snapshot_.Bind(4, static_cast<int64_t>(start.time));
    add_snapshot_.Bind(5, RowChecksum(KeyOf(project, start.number), start.time,
                                      static_cast<int64_t>(start.epoch), start.snapshot));
    add_snapshot_.BindBytes(6, start.snapshot);
    if (Status status = add_snapshot_.Finish(); !status.ok()) return status;
    heads_[project] = std::max(head, start.number);
    return Status();
  });
}

Status Journal::Load(std::string_view id, uint64_t log_revisions, std::optional<Kept>* out) {
  out->reset();
  int64_t project = 0;
  if (Status status = ProjectNumber(id, false, &project); !status.ok()) return status;
  if (project == 0) return {};
  Kept kept;
  uint64_t epoch = 0;
  last_snapshot_.Bind(1, project);
  const bool is_there = last_snapshot_.Next();
  bool is_whole = is_there;
  if (is_there) {
    kept.number = static_cast<uint64_t>(last_snapshot_.Number(0));
    epoch = static_cast<uint64_t>(last_snapshot_.Number(1));
    kept.snapshot = last_snapshot_.Bytes(4);
    is_whole =
        last_snapshot_.Number(3) == RowChecksum(KeyOf(project, kept.number),
                                                static_cast<uint64_t>(last_snapshot_.Number(2)),
                                                static_cast<int64_t>(epoch), kept.snapshot);
  }
  if (Status status = last_snapshot_.End(); !status.ok()) return status;
  if (!is_whole) {
    return Damaged("The snapshot of project " + std::string(id) +
                   (is_there ? " is not what was written" : " is missing"));
  }
  const uint64_t back = kept.number > log_revisions ? kept.number - log_revisions : 0;
  if (Status status = ReadRecords(project, std::max(epoch, back) + 1, &kept); !status.ok())
    return status;
  *out = std::move(kept);
  return {};
}

// Those of the last life may be fewer than asked for; none between two of them is missing.
Status Journal::ReadRecords(int64_t project, uint64_t first, Kept* kept) {
  uint64_t expected = 0;
  std::string wrong;
  read_revisions_.Bind(1, KeyOf(project, first));
  read_revisions_.Bind(2, KeyOf(project, kLastNumber));
  while (wrong.empty() && read_revisions_.Next()) {
    const int64_t key = read_revisions_.Number(0);
    const uint64_t number = static_cast<uint64_t>(key) & kLastNumber;
    const std::string_view bytes = read_revisions_.Bytes(4);
    const bool is_next = expected == 0 ? number <= kept->number + 1 : number == expected;
    if (!is_next) wrong = " is missing before this one";
    const bool is_whole = read_revisions_.Number(3) ==
                          RowChecksum(key, static_cast<uint64_t>(read_revisions_.Number(1)),
                                      read_revisions_.Number(2), bytes);
    if (!is_whole) wrong = " is not what was written";
    if (!wrong.empty()) wrong.insert(0, "Revision " + std::to_string(number));
    kept->records.append(bytes);
    expected = number + 1;
  }
  if (Status status = read_revisions_.End(); !status.ok()) return status;
  if (!wrong.empty()) return Damaged(wrong);
  if (expected != 0 && expected <= kept->number)
    return Damaged("Revisions are missing before the snapshot");
  kept->number = std::max(kept->number, expected == 0 ? 0 : expected - 1);
  return {};
}

Status Journal::Sync() { return database_.Run("PRAGMA wal_checkpoint(FULL)"); }

}  // namespace gantt
