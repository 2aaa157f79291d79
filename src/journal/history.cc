#include "journal/history.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/binary.h"
#include "base/status.h"
#include "journal/check.h"
#include "journal/database.h"
#include "journal/journal_reader.h"
#include "journal/rows.h"
#include "journal/schema.h"
#include "message/changeset.h"
#include "state/journal_record.h"
#include "store/field.h"

namespace gantt {

namespace {

// SQLite makes files beside one that it reads, also of a reader.
Status Unreadable(const Database& database, const Status& status, const std::string& path) {
  const bool is_place = database.is_read_only() && status.code() == ErrorCode::kStorageFailed;
  const std::string hint = is_place ? " (it can only be read in a folder that may be written)" : "";
  return {status.code(), path + ": " + status.message() + hint};
}

}  // namespace

Status History::Open(const std::string& path, std::unique_ptr<History>* out,
                     const std::atomic<bool>* stop) {
  std::unique_ptr<History> history(new History());
  Status status = history->database_.OpenExisting(path);
  if (status.ok() && stop != nullptr) history->database_.StopWhen(stop);
  if (status.ok()) status = CheckSchema(&history->database_);
  if (status.ok()) status = history->Prepare();
  if (!status.ok()) return Unreadable(history->database_, status, path);
  *out = std::move(history);
  return {};
}

Status History::Backup(const std::string& path, const std::string& copy,
                       const std::atomic<bool>* stop) {
  Database database;
  Status status = database.OpenExisting(path);
  if (status.ok()) status = CheckOrigin(&database);
  if (!status.ok()) return Unreadable(database, status, path);
  status = database.CopyTo(copy, stop);
  if (!status.ok()) Database::Remove(copy);
  return status;
}

Status History::Prepare() {
  if (Status status = reader_.Prepare(&database_); !status.ok()) return status;
  const std::pair<Statement*, const char*> statements[] = {
      {&project_, "SELECT number, indexed FROM projects WHERE id = ?"},
      {&all_,
       "SELECT id, source, "
       "(SELECT min(key) FROM revisions WHERE key BETWEEN p.number << 40 AND (p.number + 1 << 40) "
       "- "
       "1), "
       "(SELECT max(key) FROM revisions WHERE key BETWEEN p.number << 40 AND (p.number + 1 << 40) "
       "- "
       "1), "
       "(SELECT count(*) FROM snapshots WHERE project = p.number), "
       "(SELECT max(revision) FROM snapshots WHERE project = p.number) "
       "FROM projects AS p ORDER BY number"},
      {&revisions_,
       "SELECT key, time, user, checksum, record, (SELECT name FROM users WHERE number = user) "
       "FROM revisions WHERE key BETWEEN ? AND ? AND time BETWEEN ? AND ? ORDER BY key DESC"},
      {&touches_,
       "SELECT revision FROM touches WHERE record = "
       "(SELECT number FROM records WHERE project = ? AND store = ? AND id = ?) "
       "AND revision BETWEEN ? AND ? ORDER BY revision DESC"},
      {&snapshots_,
       "SELECT number, revision, epoch, time FROM snapshots WHERE project = ? ORDER BY number"},
      {&snapshot_, "SELECT snapshot FROM snapshots WHERE number = ?"},
      {&last_before_,
       "SELECT key FROM revisions WHERE key BETWEEN ? AND ? AND time <= ? "
       "ORDER BY key DESC LIMIT 1"},
      {&first_since_,
       "SELECT key FROM revisions WHERE key BETWEEN ? AND ? AND time >= ? ORDER BY key LIMIT 1"},
      {&reset_before_,
       "SELECT revision FROM snapshots WHERE project = ? AND revision = epoch AND time <= ? "
       "ORDER BY number DESC LIMIT 1"},
  };
  return PrepareAll(&database_, statements);
}

Status History::Projects(std::vector<Kept>* out) {
  out->clear();
  while (all_.Next()) {
    Kept& kept = out->emplace_back();
    kept.id = all_.Bytes(0);
    kept.source = all_.Bytes(1);
    kept.first = NumberInKey(all_.Number(2));
    kept.last = std::max(NumberInKey(all_.Number(3)), static_cast<uint64_t>(all_.Number(5)));
    kept.snapshots = static_cast<uint64_t>(all_.Number(4));
  }
  return all_.End();
}

Status History::FindProject(std::string_view id, int64_t* project, uint64_t* indexed) {
  project_.Bind(1, id);
  *project = project_.Next() ? project_.Number(0) : 0;
  *indexed = *project != 0 ? static_cast<uint64_t>(project_.Number(1)) : 0;
  return project_.End();
}

Status History::Revisions(std::string_view id, const Filter& filter, std::vector<Revision>* out) {
  out->clear();
  int64_t project = 0;
  uint64_t indexed = 0;
  if (Status status = FindProject(id, &project, &indexed); !status.ok() || project == 0)
    return status;
  if (filter.record.empty() || filter.store.empty()) return Scan(project, filter, out);
  // Revisions that are not indexed yet, then indexed ones.
  Filter part = filter;
  part.first = std::max(filter.first, indexed + 1);
  if (Status status = Scan(project, part, out); !status.ok()) return status;
  part = filter;
  part.last = std::min(filter.last, indexed);
  return ScanTouches(project, part, out);
}

Status History::Scan(int64_t project, const Filter& filter, std::vector<Revision>* out) {
  Status status;
  revisions_.Bind(1, KeyOf(project, filter.first));
  revisions_.Bind(2, KeyOf(project, std::min(filter.last, kLastNumber)));
  BindTimes(filter);
  while (status.ok() && out->size() < filter.limit && revisions_.Next())
    status = Look(&revisions_, filter, out);
  Status end = revisions_.End();
  return status.ok() ? std::move(end) : std::move(status);
}

void History::BindTimes(const Filter& filter) {
  revisions_.Bind(3, static_cast<int64_t>(filter.since));
  revisions_.Bind(4, static_cast<int64_t>(filter.until));
}

Status History::ScanTouches(int64_t project, const Filter& filter, std::vector<Revision>* out) {
  Status status;
  touches_.Bind(1, project);
  touches_.Bind(2, std::string_view(filter.store));
  touches_.Bind(3, std::string_view(filter.record));
  touches_.Bind(4, static_cast<int64_t>(filter.first));
  touches_.Bind(5, static_cast<int64_t>(filter.last));
  while (status.ok() && out->size() < filter.limit && touches_.Next())
    status = LookAt(project, static_cast<uint64_t>(touches_.Number(0)), filter, out);
  Status end = touches_.End();
  return status.ok() ? std::move(end) : std::move(status);
}

Status History::LookAt(int64_t project, uint64_t number, const Filter& filter,
                       std::vector<Revision>* out) {
  Status status;
  revisions_.Bind(1, KeyOf(project, number));
  revisions_.Bind(2, KeyOf(project, number));
  BindTimes(filter);
  if (revisions_.Next()) status = Look(&revisions_, filter, out);
  Status end = revisions_.End();
  return status.ok() ? std::move(end) : std::move(status);
}

Status History::Look(Statement* row, const Filter& filter, std::vector<Revision>* out) {
  const std::string_view user = row->Bytes(5);
  if (!filter.user.empty() && user != filter.user) return {};
  const int64_t key = row->Number(0);
  const auto time = static_cast<uint64_t>(row->Number(1));
  const std::string_view bytes = row->Bytes(4);
  const std::string name = "Revision " + std::to_string(NumberInKey(key));
  if (row->Number(3) != RowChecksum(key, time, row->Number(2), bytes))
    return Damaged(name + " is not what was written");
  JournalRecord record;
  BinaryReader in(bytes);
  if (!record.Read(&in)) return Damaged(name + " is not whole");
  bool does_match = true;
  if (!filter.store.empty() || !filter.field.empty()) {
    if (Status status = Matches(record.text, filter, &does_match); !status.ok()) return status;
  }
  if (!does_match) return {};
  out->push_back({record.number, record.epoch, time, std::string(user), std::string(record.text),
                  std::string(filter.with_records ? bytes : std::string_view())});
  return {};
}

Status History::Matches(std::string_view text, const Filter& filter, bool* does) {
  *does = false;
  return texts_.ForEach(text, [&](std::string_view store, const Entry& entry) {
    if (!filter.store.empty() && store != filter.store) return Status();
    if (!filter.record.empty() && entry.id.key != filter.record) return Status();
    const auto fields = texts_.FieldsOf(entry);
    *does |= filter.field.empty() ||
             std::any_of(fields.begin(), fields.end(),
                         [&](const Field& field) { return field.key == filter.field; });
    return Status();
  });
}

Status History::Snapshots(std::string_view id, std::vector<Snapshot>* out) {
  out->clear();
  int64_t project = 0;
  uint64_t indexed = 0;
  if (Status status = FindProject(id, &project, &indexed); !status.ok()) return status;
  snapshots_.Bind(1, project);
  while (snapshots_.Next()) {
    out->push_back({snapshots_.Number(0), static_cast<uint64_t>(snapshots_.Number(1)),
                    static_cast<uint64_t>(snapshots_.Number(2)),
                    static_cast<uint64_t>(snapshots_.Number(3))});
  }
  return snapshots_.End();
}

Status History::ReadSnapshot(int64_t row, std::string* bytes) {
  snapshot_.Bind(1, row);
  if (snapshot_.Next()) *bytes = snapshot_.Bytes(0);
  return snapshot_.End();
}

Status History::Hold() {
  if (holds_ > 0) {
    ++holds_;
    return {};
  }
  Status status = database_.Run("BEGIN; SELECT count(*) FROM sqlite_schema");
  if (status.ok())
    holds_ = 1;
  else if (database_.is_in_transaction())
    (void)database_.Run("ROLLBACK");
  return status;
}

Status History::Release() {
  if (holds_ == 0 || --holds_ > 0) return {};
  return database_.is_in_transaction() ? database_.Run("ROLLBACK") : Status();
}

Status History::Check(CheckReport* report) {
  return database_.AtOneMoment([&] { return CheckAll(report); });
}

Status History::CheckAll(CheckReport* report) {
  if (Status status = CheckFile(&database_, report); !status.ok()) return status;
  std::vector<Kept> projects;
  if (Status status = Projects(&projects); !status.ok()) return status;
  for (const Kept& kept : projects) {
    int64_t project = 0;
    uint64_t indexed = 0;
    if (Status status = FindProject(kept.id, &project, &indexed); !status.ok()) return status;
    const size_t before = report->problems.size();
    if (Status status = CheckProject(&database_, project, report); !status.ok()) return status;
    for (size_t i = before; i < report->problems.size(); ++i)
      report->problems[i].insert(0, "Project " + kept.id + ": ");
  }
  return {};
}

// The times of revisions are not in order if the clock was set back, so each is compared.
Status History::MomentAt(std::string_view id, uint64_t time, Moment* moment, bool* was_there) {
  int64_t project = 0;
  uint64_t indexed = 0;
  if (Status status = FindProject(id, &project, &indexed); !status.ok()) return status;
  if (Status status = FindByTime(&last_before_, project, time, &moment->number); !status.ok())
    return status;
  reset_before_.Bind(1, project);
  reset_before_.Bind(2, static_cast<int64_t>(time));
  *was_there = reset_before_.Next();
  const uint64_t reset = *was_there ? static_cast<uint64_t>(reset_before_.Number(0)) : 0;
  if (Status status = reset_before_.End(); !status.ok()) return status;
  *was_there |= moment->number > 0;
  if (reset >= moment->number) *moment = {reset, true};
  return {};
}

Status History::FirstSince(std::string_view id, uint64_t time, uint64_t* number) {
  int64_t project = 0;
  uint64_t indexed = 0;
  if (Status status = FindProject(id, &project, &indexed); !status.ok()) return status;
  return FindByTime(&first_since_, project, time, number);
}

Status History::FindByTime(Statement* statement, int64_t project, uint64_t time, uint64_t* number) {
  *number = 0;
  statement->Bind(1, KeyOf(project, 0));
  statement->Bind(2, KeyOf(project, kLastNumber));
  statement->Bind(3, static_cast<int64_t>(time));
  if (statement->Next()) *number = NumberInKey(statement->Number(0));
  return statement->End();
}

}  // namespace gantt
