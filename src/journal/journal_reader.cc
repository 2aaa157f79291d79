#include "journal/journal_reader.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/status.h"
#include "journal/database.h"
#include "journal/rows.h"

namespace gantt {

Status JournalReader::Prepare(Database* database) {
  const std::pair<Statement*, const char*> statements[] = {
      {&project_, "SELECT number, source FROM projects WHERE id = ?"},
      {&last_snapshot_,
       "SELECT revision, epoch, time, checksum, snapshot FROM snapshots WHERE project = ? "
       "ORDER BY number DESC LIMIT 1"},
      {&snapshot_before_,
       "SELECT revision, epoch, time, checksum, snapshot FROM snapshots "
       "WHERE project = ?1 AND revision <= ?2 AND (epoch < ?2 OR ?3) ORDER BY number DESC LIMIT 1"},
      {&revisions_,
       "SELECT key, time, user, checksum, record FROM revisions WHERE key BETWEEN ? AND ? "
       "ORDER BY key"},
      {&has_revision_, "SELECT 1 FROM revisions WHERE key = ?"},
  };
  return PrepareAll(database, statements);
}

Status JournalReader::Load(std::string_view id, uint64_t log_revisions, std::optional<Kept>* out) {
  out->reset();
  Kept kept;
  int64_t project = 0;
  if (Status status = FindProject(id, &project, &kept.source); !status.ok() || project == 0)
    return status;
  Snapshot snapshot;
  bool is_there = false;
  last_snapshot_.Bind(1, project);
  Status status = ReadSnapshot(project, &last_snapshot_, &snapshot, &is_there);
  if (status.ok() && !is_there) status = Damaged("the snapshot is missing");
  if (!status.ok()) return {status.code(), "Project " + std::string(id) + ": " + status.message()};
  kept.number = snapshot.number;
  kept.snapshot = std::move(snapshot.bytes);
  const uint64_t back = kept.number > log_revisions ? kept.number - log_revisions : 0;
  const uint64_t first = std::max(snapshot.epoch, back) + 1;
  if (Status read = ReadRecords(project, first, kLastNumber, &kept); !read.ok()) return read;
  *out = std::move(kept);
  return {};
}

Status JournalReader::LoadAt(std::string_view id, const Moment& moment, std::optional<Kept>* out) {
  out->reset();
  Kept kept;
  int64_t project = 0;
  if (Status status = FindProject(id, &project, &kept.source); !status.ok() || project == 0)
    return status;
  has_revision_.Bind(1, KeyOf(project, moment.number));
  const bool is_revision = has_revision_.Next();
  if (Status status = has_revision_.End(); !status.ok()) return status;
  Snapshot snapshot;
  bool is_there = false;
  snapshot_before_.Bind(1, project);
  snapshot_before_.Bind(2, static_cast<int64_t>(moment.number));
  snapshot_before_.Bind(3, static_cast<int64_t>(moment.is_after_reset || !is_revision));
  Status status = ReadSnapshot(project, &snapshot_before_, &snapshot, &is_there);
  if (!status.ok()) return {status.code(), "Project " + std::string(id) + ": " + status.message()};
  if (!is_there) return {};
  kept.number = snapshot.number;
  kept.snapshot = std::move(snapshot.bytes);
  if (Status read = ReadRecords(project, kept.number + 1, moment.number, &kept); !read.ok())
    return read;
  if (kept.number == moment.number) *out = std::move(kept);
  return {};
}

Status JournalReader::FindProject(std::string_view id, int64_t* project, std::string* source) {
  project_.Bind(1, id);
  *project = project_.Next() ? project_.Number(0) : 0;
  if (*project != 0) *source = project_.Bytes(1);
  return project_.End();
}

Status JournalReader::ReadSnapshot(int64_t project, Statement* found, Snapshot* out,
                                   bool* is_there) {
  *is_there = found->Next();
  bool is_whole = true;
  if (*is_there) {
    out->number = static_cast<uint64_t>(found->Number(0));
    out->epoch = static_cast<uint64_t>(found->Number(1));
    out->bytes = found->Bytes(4);
    is_whole = found->Number(3) == RowChecksum(KeyOf(project, out->number),
                                               static_cast<uint64_t>(found->Number(2)),
                                               static_cast<int64_t>(out->epoch), out->bytes);
  }
  if (Status status = found->End(); !status.ok()) return status;
  return is_whole ? Status() : Damaged("the snapshot is not what was written");
}

// There may be fewer than requested, but without gaps.
Status JournalReader::ReadRecords(int64_t project, uint64_t first, uint64_t last, Kept* kept) {
  uint64_t expected = 0;
  std::string wrong;
  revisions_.Bind(1, KeyOf(project, first));
  revisions_.Bind(2, KeyOf(project, last));
  while (wrong.empty() && revisions_.Next()) {
    const int64_t key = revisions_.Number(0);
    const uint64_t number = NumberInKey(key);
    const std::string_view bytes = revisions_.Bytes(4);
    const bool is_next = expected == 0 ? number <= kept->number + 1 : number == expected;
    if (!is_next) wrong = " is missing before this one";
    const bool is_whole =
        revisions_.Number(3) ==
        RowChecksum(key, static_cast<uint64_t>(revisions_.Number(1)), revisions_.Number(2), bytes);
    if (!is_whole) wrong = " is not what was written";
    if (!wrong.empty()) wrong.insert(0, "Revision " + std::to_string(number));
    kept->records.append(bytes);
    if (number > kept->number) {
      ++kept->revisions_behind;
      kept->bytes_behind += bytes.size();
    }
    expected = number + 1;
  }
  if (Status status = revisions_.End(); !status.ok()) return status;
  if (!wrong.empty()) return Damaged(wrong);
  if (expected != 0 && expected <= kept->number)
    return Damaged("Revisions are missing before the snapshot");
  kept->number = std::max(kept->number, expected == 0 ? 0 : expected - 1);
  return {};
}

}  // namespace gantt
