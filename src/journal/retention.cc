#include "journal/retention.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/status.h"
#include "journal/database.h"
#include "journal/rows.h"

namespace gantt {
namespace {

Status Ask(Database* database, const char* sql, std::initializer_list<int64_t> parameters,
           int64_t* answer) {
  Statement statement;
  if (Status status = statement.Prepare(database, sql); !status.ok()) return status;
  int at = 0;
  for (const int64_t parameter : parameters) statement.Bind(++at, parameter);
  if (statement.Next() && answer != nullptr) *answer = statement.Number(0);
  return statement.Finish();
}

}  // namespace

Status GiveUp(Database* database, int64_t project, const Retention& retention, uint64_t now) {
  if (retention.is_all()) return {};
  const int64_t first = KeyOf(project, 0);
  const int64_t last = KeyOf(project, kLastNumber);
  int64_t head = first;
  Status status = Ask(database, "SELECT max(key) FROM revisions WHERE key BETWEEN ? AND ?",
                      {first, last}, &head);
  if (!status.ok()) return status;
  // The last revision that neither limit keeps.
  const uint64_t number = NumberInKey(head);
  uint64_t needless = number > retention.revisions ? number - retention.revisions : 0;
  if (retention.age > 0) {
    int64_t young = last;
    status = Ask(database,
                 "SELECT key FROM revisions WHERE key BETWEEN ? AND ? AND time >= ? "
                 "ORDER BY key LIMIT 1",
                 {first, last, static_cast<int64_t>(now > retention.age ? now - retention.age : 0)},
                 &young);
    if (!status.ok()) return status;
    needless = std::min(needless, NumberInKey(young) - 1);
  }
  // The last snapshot that contains all of that; earlier ones are deleted.
  int64_t snapshot = 0;
  int64_t revision = 0;
  status = Ask(database,
               "SELECT number FROM snapshots WHERE project = ? AND revision <= ? "
               "ORDER BY number DESC LIMIT 1",
               {project, static_cast<int64_t>(needless)}, &snapshot);
  if (!status.ok() || snapshot == 0) return status;
  status = Ask(database, "SELECT revision FROM snapshots WHERE number = ?", {snapshot}, &revision);
  if (!status.ok()) return status;
  const auto kept = static_cast<uint64_t>(revision);
  status = Ask(database, "DELETE FROM snapshots WHERE project = ? AND number < ?",
               {project, snapshot}, nullptr);
  if (!status.ok()) return status;
  status = Ask(database, "DELETE FROM revisions WHERE key BETWEEN ? AND ?",
               {first, KeyOf(project, kept)}, nullptr);
  if (!status.ok()) return status;
  status = Ask(database,
               "DELETE FROM touches WHERE revision <= ?2 AND record IN "
               "(SELECT number FROM records WHERE project = ?1)",
               {project, revision}, nullptr);
  if (!status.ok()) return status;
  return Ask(database,
             "DELETE FROM records WHERE project = ? AND NOT EXISTS "
             "(SELECT 1 FROM touches WHERE record = number)",
             {project}, nullptr);
}

Status ForgetUser(Database* database, std::string_view name, std::string_view pseudonym,
                  bool* was_there) {
  Statement statement;
  Status status =
      statement.Prepare(database,
                        "UPDATE OR IGNORE users SET name = ?2, checksum = checksum(number, ?2) "
                        "WHERE name = ?1 RETURNING number");
  if (!status.ok()) return status;
  statement.Bind(1, name);
  statement.Bind(2, pseudonym);
  *was_there = statement.Next();
  return statement.Finish();
}

}  // namespace gantt
