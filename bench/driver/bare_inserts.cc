#include "bare_inserts.h"

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <numeric>
#include <stdexcept>

namespace gantt::bench {
namespace {

struct Row {
  int64_t key;
  int64_t time;
  int64_t user;
  int64_t checksum;
  std::string record;
};

struct Closes {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Closes>;
using Statement = std::unique_ptr<sqlite3_stmt, Closes>;

void Check(bool is_well, sqlite3* database) {
  if (!is_well) throw std::runtime_error(sqlite3_errmsg(database));
}

Database Open(const std::string& path) {
  sqlite3* handle = nullptr;
  const int result = sqlite3_open(path.c_str(), &handle);
  Database database(handle);
  Check(result == SQLITE_OK, handle);
  return database;
}

void Run(sqlite3* database, const char* sql) {
  Check(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK, database);
}

Statement Prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* handle = nullptr;
  Check(sqlite3_prepare_v2(database, sql, -1, &handle, nullptr) == SQLITE_OK, database);
  return Statement(handle);
}

// The last `count`, in their order.
std::vector<Row> Read(const std::string& path, size_t count) {
  const Database database = Open(path);
  const Statement statement = Prepare(
      database.get(),
      "SELECT * FROM (SELECT key, time, user, checksum, record FROM revisions ORDER BY key DESC "
      "LIMIT ?) ORDER BY key");
  sqlite3_bind_int64(statement.get(), 1, static_cast<int64_t>(count));
  std::vector<Row> rows;
  while (sqlite3_step(statement.get()) == SQLITE_ROW) {
    const auto* const record = static_cast<const char*>(sqlite3_column_blob(statement.get(), 4));
    const auto size = static_cast<size_t>(sqlite3_column_bytes(statement.get(), 4));
    rows.push_back({sqlite3_column_int64(statement.get(), 0),
                    sqlite3_column_int64(statement.get(), 1),
                    sqlite3_column_int64(statement.get(), 2),
                    sqlite3_column_int64(statement.get(), 3), std::string(record, size)});
  }
  if (rows.size() != count) throw std::runtime_error("There are fewer revisions than commits say");
  return rows;
}

void Insert(sqlite3_stmt* statement, const Row& row, sqlite3* database) {
  sqlite3_bind_int64(statement, 1, row.key);
  sqlite3_bind_int64(statement, 2, row.time);
  sqlite3_bind_int64(statement, 3, row.user);
  sqlite3_bind_int64(statement, 4, row.checksum);
  sqlite3_bind_blob64(statement, 5, row.record.data(), row.record.size(), SQLITE_STATIC);
  Check(sqlite3_step(statement) == SQLITE_DONE, database);
  sqlite3_reset(statement);
}

}  // namespace

double BareInserts(const std::string& source, const std::string& target,
                   const std::vector<size_t>& commits) {
  const std::vector<Row> rows =
      Read(source, std::accumulate(commits.begin(), commits.end(), size_t{0}));
  const Database database = Open(target);
  Run(database.get(),
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "CREATE TABLE revisions (key INTEGER PRIMARY KEY, time INTEGER NOT NULL, "
      "user INTEGER NOT NULL, checksum INTEGER NOT NULL, record BLOB NOT NULL)");
  const Statement insert = Prepare(database.get(), "INSERT INTO revisions VALUES (?, ?, ?, ?, ?)");
  size_t next = 0;
  const auto began = std::chrono::steady_clock::now();
  for (const size_t count : commits) {
    Run(database.get(), "BEGIN IMMEDIATE");
    for (size_t i = 0; i < count; ++i) Insert(insert.get(), rows[next++], database.get());
    Run(database.get(), "COMMIT");
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace gantt::bench
