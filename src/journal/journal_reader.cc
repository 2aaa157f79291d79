#include "journal/journal_reader.h"

#include <algorithm>
#include <utility>

#include "journal/rows.h"

namespace gantt {

Status JournalReader::Prepare(Database* database) {
  const std::pair<Statement*, const char*> statements[] = {
      {&project_, "SELECT number, source FROM projects WHERE id = ?"},
      {&snapshot_,
       "SELECT revision, epoch, time, checksum, snapshot FROM snapshots WHERE project = ? "
       "ORDER BY number DESC LIMIT 1"},
      {&revisions_,
       "SELECT key, time, user, checksum, record FROM revisions WHERE key BETWEEN ? AND ? "
       "ORDER BY key"},
  };
  return PrepareAll(database, statements);
}

Status JournalReader::Load(std::string_view id, uint64_t log_revisions, std::optional<Kept>* out) {
  out->reset();
  Kept kept;
  project_.Bind(1, id);
  const int64_t project = project_.Next() ? project_.Number(0) : 0;
  if (project != 0) kept.source = project_.Bytes(1);
  if (Status status = project_.End(); !status.ok() || project == 0) return status;
  Snapshot snapshot;
  if (Status status = ReadSnapshot(project, &snapshot); !status.ok())
    return {status.code(), "Project " + std::string(id) + ": " + status.message()};
  kept.number = snapshot.number;
  kept.snapshot = std::move(snapshot.bytes);
  const uint64_t back = kept.number > log_revisions ? kept.number - log_revisions : 0;
  const uint64_t first = std::max(snapshot.epoch, back) + 1;
  if (Status status = ReadRecords(project, first, &kept); !status.ok()) return status;
  *out = std::move(kept);
  return {};
}

Status JournalReader::ReadSnapshot(int64_t project, Snapshot* out) {
  snapshot_.Bind(1, project);
  const bool is_there = snapshot_.Next();
  bool is_whole = false;
  if (is_there) {
    out->number = static_cast<uint64_t>(snapshot_.Number(0));
    out->epoch = static_cast<uint64_t>(snapshot_.Number(1));
    out->bytes = snapshot_.Bytes(4);
    is_whole = snapshot_.Number(3) == RowChecksum(KeyOf(project, out->number),
                                                  static_cast<uint64_t>(snapshot_.Number(2)),
                                                  static_cast<int64_t>(out->epoch), out->bytes);
  }
  if (Status status = snapshot_.End(); !status.ok()) return status;
  if (is_whole) return {};
  return Damaged(is_there ? "its snapshot is not what was written" : "its snapshot is missing");
}

// Those of the last life may be fewer than asked for; none between two of them is missing.
Status JournalReader::ReadRecords(int64_t project, uint64_t first, Kept* kept) {
  uint64_t expected = 0;
  std::string wrong;
  revisions_.Bind(1, KeyOf(project, first));
  revisions_.Bind(2, KeyOf(project, kLastNumber));
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
