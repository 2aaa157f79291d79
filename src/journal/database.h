// A SQLite connection with prepared statements, as the journal needs it.
//
// Threads: one at a time. Errors of SQLite become a Status: kStorageFull, kStorageInUse, kDamaged,
// else kStorageFailed; the message is SQLite's.
#ifndef GANTT_JOURNAL_DATABASE_H_
#define GANTT_JOURNAL_DATABASE_H_

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/status.h"

struct sqlite3;
struct sqlite3_stmt;

namespace gantt {

class Database {
 public:
  Database() = default;
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Creates the file if it does not exist. `vfs`: the name of an SQLite VFS, or null for the
  // default. The message does not contain the path. Statements may call checksum(…), the CRC-32C of
  // values.
  Status Open(const std::string& path, const char* vfs = nullptr);
  // Opens only an existing file.
  Status OpenExisting(const std::string& path);
  // Runs statements without results, separated by semicolons.
  Status Run(const char* sql);
  // The last error. Only valid after a failure.
  Status Error() const;
  bool is_in_transaction() const;
  // The full path, with all links resolved.
  std::string path() const;
  // Is the file read-only?
  bool is_read_only() const;
  // Is the file no longer at its path? Then further writes are lost when it is closed.
  bool has_moved() const;
  // Moves the log into the file. `sql`: PRAGMA wal_checkpoint(…). `*is_whole`: false if a reader
  // has delayed that, so that a part is only in the log.
  Status Checkpoint(const char* sql, bool* is_whole);
  // Syncs the log to the disk, independent of readers.
  Status SyncLog();
  // Copies everything to an empty file as of one moment, while others may write, and syncs the
  // copy. It does not create the file, so that a removed one does not reappear. After a failure, or
  // when `stop` becomes true, the copy is invalid.
  Status CopyTo(const std::string& path, const std::atomic<bool>* stop);
  // Removes an unused file, if it exists.
  static void Remove(const std::string& path);
  // Statements fail once this is true. It must be valid while they run.
  void StopWhen(const std::atomic<bool>* stop);

  // Runs `work`, which returns a Status, as one write transaction.
  template <typename Work>
  Status Atomically(const Work& work) {
    Status status = Run("BEGIN IMMEDIATE");
    if (!status.ok()) return status;
    status = work();
    if (status.ok()) status = Run("COMMIT");
    if (!status.ok() && is_in_transaction()) (void)Run("ROLLBACK");
    return status;
  }

  // Runs `work`, which returns a Status, as one read transaction: all its statements see the file
  // as of one moment.
  template <typename Work>
  Status AtOneMoment(const Work& work) {
    if (is_in_transaction()) return work();
    Status status = Run("BEGIN");
    if (!status.ok()) return status;
    status = work();
    if (is_in_transaction()) (void)Run("ROLLBACK");
    return status;
  }

 private:
  friend class Statement;
  Status CopyPages(Database* copy, const std::string& path, const std::atomic<bool>* stop);
  Status OpenWith(const std::string& path, int flags, const char* vfs);

  sqlite3* handle_ = nullptr;
  const std::atomic<bool>* stop_ = nullptr;
};

// for (statement.Bind(1, x); statement.Next();) … statement.Number(0) …; statement.End()
class Statement {
 public:
  Statement() = default;
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Status Prepare(Database* database, const char* sql);
  // Parameters count from 1. A view must be valid until End().
  void Bind(int parameter, int64_t number);
  void Bind(int parameter, std::string_view text);
  void BindBytes(int parameter, std::string_view bytes);

  // Moves to the next row; false: there is none, or End() will return an error.
  bool Next();
  // Columns of the row, from 0; views are valid until the next call.
  int64_t Number(int column) const;
  std::string_view Bytes(int column) const;
  // Ends the run, so that parameters can be bound again.
  Status End();
  // Runs a statement without results.
  Status Finish() {
    while (Next()) continue;
    return End();
  }

 private:
  Database* database_ = nullptr;
  sqlite3_stmt* handle_ = nullptr;
  bool failed_ = false;
};

Status PrepareAll(Database* database,
                  std::span<const std::pair<Statement*, const char*>> statements);

}  // namespace gantt

#endif  // GANTT_JOURNAL_DATABASE_H_
