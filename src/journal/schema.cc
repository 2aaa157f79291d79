#include "journal/schema.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/status.h"
#include "journal/database.h"
#include "journal/touches.h"

namespace gantt {
namespace {

constexpr int64_t kApplicationId = 0x47535331;

// The additions of each version. A released step is never changed.
constexpr std::array<const char*, 5> kSteps{
    R"(
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
)",
    R"(
  ALTER TABLE projects ADD COLUMN source TEXT NOT NULL DEFAULT '';
  ALTER TABLE projects ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE records (
    number INTEGER PRIMARY KEY,
    project INTEGER NOT NULL,
    store TEXT NOT NULL,
    id TEXT NOT NULL,
    UNIQUE (project, store, id));
  CREATE TABLE touches (
    record INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (record, revision)) WITHOUT ROWID;
)",
    R"(
  CREATE TABLE identity (bytes BLOB NOT NULL);
  CREATE TABLE clients (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL,
    dialect TEXT NOT NULL,
    project INTEGER NOT NULL,
    user INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    checksum INTEGER NOT NULL);
)",
    // No table changes: records that earlier versions cannot read.
    "",
    // Their other columns; see Database::Open.
    R"(
  ALTER TABLE projects ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE users ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE identity ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
  UPDATE projects SET checksum = checksum(number, id, source, indexed);
  UPDATE users SET checksum = checksum(number, name);
  UPDATE identity SET checksum = checksum(bytes);
)",
};

Status ReadNumber(Database* database, const char* sql, int64_t* number) {
  Statement statement;
  if (Status status = statement.Prepare(database, sql); !status.ok()) return status;
  *number = statement.Next() ? statement.Number(0) : 0;
  return statement.End();
}

// `*is_new`: it is empty.
Status ReadOrigin(Database* database, bool* is_new) {
  int64_t application = 0;
  int64_t tables = 0;
  Status status = ReadNumber(database, "PRAGMA application_id", &application);
  if (status.ok()) status = ReadNumber(database, "SELECT count(*) FROM sqlite_schema", &tables);
  if (!status.ok()) return status;
  *is_new = tables == 0;
  if (!*is_new && application != kApplicationId)
    return {ErrorCode::kDamaged, "it is the database of another program"};
  return {};
}

// 0: the file is new.
Status ReadVersion(Database* database, size_t* version) {
  bool is_new = false;
  int64_t found = 0;
  Status status = ReadOrigin(database, &is_new);
  if (status.ok()) status = ReadNumber(database, "PRAGMA user_version", &found);
  if (!status.ok()) return status;
  if (found > static_cast<int64_t>(kSteps.size()))
    return {ErrorCode::kStorageNewer, "it was written by a later version of this program"};
  if (is_new != (found == 0) || found < 0)
    return {ErrorCode::kDamaged, "the number of its schema is not that of its tables"};
  *version = static_cast<size_t>(found);
  return {};
}

Status TakeSteps(Database* database, size_t version) {
  for (size_t i = version; i < kSteps.size(); ++i) {
    if (Status status = database->Run(kSteps[i]); !status.ok()) return status;
  }
  const std::string mark = "PRAGMA user_version = " + std::to_string(kSteps.size());
  if (Status status = database->Run(mark.c_str()); !status.ok()) return status;
  return version == 1 ? Touches::IndexAll(database) : Status();
}

}  // namespace

Status PrepareSchema(Database* database, Upgrade* upgrade) {
  size_t version = 0;
  if (Status status = ReadVersion(database, &version); !status.ok()) return status;
  if (version == kSteps.size()) return CheckNames(database);
  Status status = database->Atomically([&] { return TakeSteps(database, version); });
  if (status.ok()) *upgrade = {static_cast<int>(version), static_cast<int>(kSteps.size())};
  return status;
}

Status CheckSchema(Database* database) {
  size_t version = 0;
  if (Status status = ReadVersion(database, &version); !status.ok()) return status;
  if (version == kSteps.size()) return {};
  return {ErrorCode::kStorageFailed,
          version == 0 ? "nothing is kept in it"
                       : "an earlier version wrote it: start a server with it once"};
}

Status CheckNames(Database* database) {
  int64_t wrong = 0;
  Status status =
      ReadNumber(database,
                 "SELECT (SELECT count(*) FROM projects "
                 "WHERE checksum IS NOT checksum(number, id, source, indexed)) + "
                 "(SELECT count(*) FROM users WHERE checksum IS NOT checksum(number, name)) + "
                 "(SELECT count(*) FROM identity WHERE checksum IS NOT checksum(bytes))",
                 &wrong);
  if (status.ok() && wrong > 0)
    return {ErrorCode::kDamaged, "a name of a project or of a user is not what was written"};
  return status;
}

Status CheckOrigin(Database* database) {
  bool is_new = false;
  Status status = ReadOrigin(database, &is_new);
  if (status.ok() && is_new) return {ErrorCode::kStorageFailed, "nothing is kept in it"};
  return status;
}

}  // namespace gantt
