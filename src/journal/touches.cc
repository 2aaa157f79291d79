#include "journal/touches.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/binary.h"
#include "base/status.h"
#include "journal/database.h"
#include "journal/rows.h"
#include "message/changeset.h"
#include "state/journal_record.h"

namespace gantt {

Status TouchReader::ForEach(std::string_view text, const Visit& visit) {
  Changeset& changeset = reader_.changeset;
  Status status = reader_.Read(text);
  if (!status.ok()) status = Damaged("A revision cannot be read: " + status.message());
  for (const StoreChange& change : changeset.stores) {
    for (const List list : {kAdded, kUpdated, kRemoved}) {
      for (uint32_t i = change.change[list].begin; status.ok() && i < change.change[list].end; ++i)
        status = visit(change.name, changeset.entries[i]);
    }
  }
  changeset.End();
  return status;
}

Status Touches::Prepare(Database* database) {
  const std::pair<Statement*, const char*> statements[] = {
      {&indexed_, "SELECT indexed FROM projects WHERE number = ?"},
      {&set_indexed_,
       "UPDATE projects SET indexed = ?2, checksum = checksum(number, id, source, ?2) "
       "WHERE number = ?1"},
      {&read_, "SELECT key, record FROM revisions WHERE key BETWEEN ? AND ? ORDER BY key"},
      {&find_record_, "SELECT number FROM records WHERE project = ? AND store = ? AND id = ?"},
      {&add_record_, "INSERT INTO records (project, store, id) VALUES (?, ?, ?) RETURNING number"},
      {&add_touch_, "INSERT OR IGNORE INTO touches VALUES (?, ?)"},
  };
  return PrepareAll(database, statements);
}

Status Touches::Index(int64_t project, uint64_t number) {
  indexed_.Bind(1, project);
  const uint64_t first = indexed_.Next() ? static_cast<uint64_t>(indexed_.Number(0)) + 1 : 1;
  if (Status status = indexed_.End(); !status.ok()) return status;
  if (number < first) return {};
  Status status;
  read_.Bind(1, KeyOf(project, first));
  read_.Bind(2, KeyOf(project, number));
  JournalRecord record;
  while (status.ok() && read_.Next()) {
    BinaryReader in(read_.Bytes(1));
    status = record.Read(&in) ? IndexOne(project, NumberInKey(read_.Number(0)), record.text)
                              : Damaged("A record is not whole");
  }
  if (Status read = read_.End(); status.ok()) status = std::move(read);
  if (!status.ok()) return status;
  set_indexed_.Bind(1, project);
  set_indexed_.Bind(2, static_cast<int64_t>(number));
  return set_indexed_.Finish();
}

Status Touches::IndexOne(int64_t project, uint64_t number, std::string_view text) {
  return reader_.ForEach(text, [&](std::string_view store, const Entry& entry) -> Status {
    int64_t record = 0;
    for (Statement* const statement : {&find_record_, &add_record_}) {
      statement->Bind(1, project);
      statement->Bind(2, store);
      statement->Bind(3, entry.id.key);
      if (statement->Next()) record = statement->Number(0);
      if (Status status = statement->Finish(); !status.ok()) return status;
      if (record != 0) break;
    }
    add_touch_.Bind(1, record);
    add_touch_.Bind(2, static_cast<int64_t>(number));
    return add_touch_.Finish();
  });
}

Status Touches::Compare(Database* database, int64_t project, bool* is_same) {
  *is_same = true;
  Statement read;
  Statement find;
  Statement count;
  const std::pair<Statement*, const char*> statements[] = {
      {&read,
       "SELECT key, record FROM revisions WHERE key BETWEEN ?1 AND ?2 + "
       "(SELECT indexed FROM projects WHERE number = ?3) ORDER BY key"},
      {&find,
       "SELECT 1 FROM touches WHERE revision = ? AND record = "
       "(SELECT number FROM records WHERE project = ? AND store = ? AND id = ?)"},
      {&count, "SELECT count(*) FROM touches JOIN records ON record = number WHERE project = ?"},
  };
  if (Status status = PrepareAll(database, statements); !status.ok()) return status;
  TouchReader reader;
  JournalRecord record;
  int64_t total = 0;
  Status status;
  read.Bind(1, KeyOf(project, 0));
  read.Bind(2, KeyOf(project, 0));
  read.Bind(3, project);
  while (status.ok() && *is_same && read.Next()) {
    BinaryReader in(read.Bytes(1));
    if (!record.Read(&in)) return {};
    std::set<std::pair<std::string, std::string>> names;
    const Status looked =
        reader.ForEach(record.text, [&](std::string_view store, const Entry& entry) {
          names.emplace(store, entry.id.key);
          return Status();
        });
    if (!looked.ok()) return {};
    for (const auto& [store, id] : names) {
      find.Bind(1, static_cast<int64_t>(NumberInKey(read.Number(0))));
      find.Bind(2, project);
      find.Bind(3, std::string_view(store));
      find.Bind(4, std::string_view(id));
      *is_same &= find.Next();
      if (status.ok()) status = find.Finish();
    }
    total += static_cast<int64_t>(names.size());
  }
  if (Status end = read.End(); status.ok()) status = std::move(end);
  if (!status.ok()) return status;
  count.Bind(1, project);
  *is_same &= count.Next() && count.Number(0) == total;
  return count.Finish();
}

Status Touches::IndexAll(Database* database) {
  Touches touches;
  if (Status status = touches.Prepare(database); !status.ok()) return status;
  std::vector<int64_t> projects;
  Statement all;
  if (Status status = all.Prepare(database, "SELECT number FROM projects"); !status.ok())
    return status;
  while (all.Next()) projects.push_back(all.Number(0));
  if (Status status = all.End(); !status.ok()) return status;
  for (const int64_t project : projects) {
    Statement last;
    Status status =
        last.Prepare(database, "SELECT max(key) FROM revisions WHERE key BETWEEN ? AND ?");
    if (!status.ok()) return status;
    last.Bind(1, KeyOf(project, 0));
    last.Bind(2, KeyOf(project, kLastNumber));
    const uint64_t head = last.Next() ? NumberInKey(last.Number(0)) : 0;
    status = last.End();
    if (status.ok()) status = touches.Index(project, head);
    if (!status.ok()) return status;
  }
  return {};
}

}  // namespace gantt
