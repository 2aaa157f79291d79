// SQLite, as far as the journal needs it: a connection, and statements that are prepared once.
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

  // Makes the file where it is not there. `vfs`: the name of a file layer that SQLite knows, or
  // null for its own. The message does not name the path. Statements may call checksum(…), which
  // is the CRC-32C of values.
  Status Open(const std::string& path, const char* vfs = nullptr);
  // Only a file that is there.
  Status OpenExisting(const std::string& path);
  // Statements that answer nothing, separated by semicolons.
  Status Run(const char* sql);
  // What went wrong last. Not to be asked when nothing did.
  Status Error() const;
  bool is_in_transaction() const;
  // The whole path, behind all links.
  std::string path() const;
  // May the file only be read?
  bool is_read_only() const;
  // Is the file not at its path any more? What is written then is gone when this one is closed.
  bool has_moved() const;
  // Puts the log into the file. `sql`: PRAGMA wal_checkpoint(…). `*is_whole`: else somebody who
  // reads has held that up, and a part is in the log alone.
  Status Checkpoint(const char* sql, bool* is_whole);
  // Puts on the disk what the log has, whoever reads.
  Status SyncLog();
  // Copies the whole of it to an empty file, as it is at one moment, while others may write to it,
  // and has it on the disk then. It makes no file: where somebody has removed that one, nothing is
  // to come back. Where it fails, or `stop` becomes true, the copy is of no use.
  Status CopyTo(const std::string& path, const std::atomic<bool>* stop);
  // A file that nobody has open, if it is there.
  static void Remove(const std::string& path);
  // Statements fail from when that is true. It has to live as long as they run.
  void StopWhen(const std::atomic<bool>* stop);

  // Runs `work`, which answers a Status, as one transaction that writes.
  template <typename Work>
  Status Atomically(const Work& work) {
    Status status = Run("BEGIN IMMEDIATE");
    if (!status.ok()) return status;
    status = work();
    if (status.ok()) status = Run("COMMIT");
    if (!status.ok() && is_in_transaction()) (void)Run("ROLLBACK");
    return status;
  }

  // Runs `work`, which answers a Status and only reads: all its statements see the file as it is
  // at one moment, whatever others write meanwhile.
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
  // Parameters count from 1. A view has to live until End().
  void Bind(int parameter, int64_t number);
  void Bind(int parameter, std::string_view text);
  void BindBytes(int parameter, std::string_view bytes);

  // Goes to the next row; false: there is none, or End() will say what went wrong.
  bool Next();
  // Of the row; views live until the next call. Columns count from 0.
  int64_t Number(int column) const;
  std::string_view Bytes(int column) const;
  // Ends the run, so that parameters can be bound anew.
  Status End();
  // A whole run of a statement that answers nothing.
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
