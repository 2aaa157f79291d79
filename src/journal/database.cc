#include "journal/database.h"

#include <sqlite3.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "base/binary.h"
#include "base/status.h"
#include "journal/checksum.h"

namespace gantt {
namespace {

constexpr int kPatienceMs = 5000;
constexpr int kPagesOfAStep = 256;
constexpr int kOpcodesOfALook = 1000;

ErrorCode CodeOf(int result) {
  switch (result & 0xFF) {
    case SQLITE_FULL:
      return ErrorCode::kStorageFull;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorCode::kStorageInUse;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::kDamaged;
    default:
      return ErrorCode::kStorageFailed;
  }
}

void AnswerChecksum(sqlite3_context* context, int count, sqlite3_value** values) {
  std::string bytes;
  BinaryWriter writer(&bytes);
  for (int i = 0; i < count; ++i) {
    if (sqlite3_value_type(values[i]) == SQLITE_INTEGER) {
      writer.Number(static_cast<uint64_t>(sqlite3_value_int64(values[i])));
      continue;
    }
    const auto* const text = static_cast<const char*>(sqlite3_value_blob(values[i]));
    const int size = sqlite3_value_bytes(values[i]);
    writer.Text({text, text == nullptr ? 0 : static_cast<size_t>(size)});
  }
  sqlite3_result_int64(context, Checksum(bytes));
}

}  // namespace

Database::~Database() { sqlite3_close_v2(handle_); }

Status Database::Open(const std::string& path, const char* vfs) {
  return OpenWith(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs);
}

Status Database::OpenExisting(const std::string& path) {
  Status status = OpenWith(path, SQLITE_OPEN_READWRITE, nullptr);
  // A server that starts or ends locks the file for a moment.
  if (status.ok()) sqlite3_busy_timeout(handle_, kPatienceMs);
  return status;
}

Status Database::OpenWith(const std::string& path, int flags, const char* vfs) {
  int result = sqlite3_open_v2(path.c_str(), &handle_,
                               flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs);
  if (result == SQLITE_OK) {
    result = sqlite3_create_function(handle_, "checksum", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                     nullptr, &AnswerChecksum, nullptr, nullptr);
  }
  if (result == SQLITE_OK) return {};
  return {CodeOf(result), sqlite3_errstr(result)};
}

Status Database::Run(const char* sql) {
  return sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK ? Status() : Error();
}

Status Database::Error() const {
  return {CodeOf(sqlite3_extended_errcode(handle_)), sqlite3_errmsg(handle_)};
}

std::string Database::path() const { return sqlite3_db_filename(handle_, "main"); }

bool Database::is_read_only() const { return sqlite3_db_readonly(handle_, "main") == 1; }

bool Database::has_moved() const {
  int has_moved = 0;
  sqlite3_file_control(handle_, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
  return has_moved != 0;
}

Status Database::Checkpoint(const char* sql, bool* is_whole) {
  Statement checkpoint;
  Status status = checkpoint.Prepare(this, sql);
  if (!status.ok()) return status;
  *is_whole = checkpoint.Next() && checkpoint.Number(0) == 0;
  return checkpoint.End();
}

// A checkpoint that readers delay may leave the log unsynced without failing.
Status Database::SyncLog() {
  sqlite3_file* log = nullptr;
  sqlite3_file_control(handle_, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
  if (log == nullptr || log->pMethods == nullptr) return {};
  const int result = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
  return result == SQLITE_OK ? Status() : Status(CodeOf(result), sqlite3_errstr(result));
}

Status Database::CopyTo(const std::string& path, const std::atomic<bool>* stop) {
  Database copy;
  Status status = copy.OpenExisting(path);
  // A new file needs no rollback.
  if (status.ok()) status = copy.Run("PRAGMA journal_mode = OFF");
  if (!status.ok()) return {status.code(), path + ": " + status.message()};
  // An open read transaction keeps writes of others from restarting the copy.
  status = Run("BEGIN; SELECT count(*) FROM sqlite_schema");
  if (status.ok()) status = CopyPages(&copy, path, stop);
  if (is_in_transaction()) (void)Run("ROLLBACK");
  return status;
}

Status Database::CopyPages(Database* copy, const std::string& path, const std::atomic<bool>* stop) {
  sqlite3_backup* const backup = sqlite3_backup_init(copy->handle_, "main", handle_, "main");
  if (backup == nullptr) return copy->Error();
  int result = SQLITE_OK;
  while (result == SQLITE_OK)
    result =
        stop != nullptr && *stop ? SQLITE_INTERRUPT : sqlite3_backup_step(backup, kPagesOfAStep);
  sqlite3_backup_finish(backup);
  if (result == SQLITE_DONE) return {};
  return {CodeOf(result), path + ": " + sqlite3_errstr(result)};
}

void Database::Remove(const std::string& path) {
  sqlite3_vfs* const files = sqlite3_vfs_find(nullptr);
  (void)files->xDelete(files, path.c_str(), 0);
}

void Database::StopWhen(const std::atomic<bool>* stop) {
  stop_ = stop;
  sqlite3_progress_handler(
      handle_, kOpcodesOfALook,
      [](void* self) { return static_cast<Database*>(self)->stop_->load() ? 1 : 0; }, this);
}

bool Database::is_in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Statement::~Statement() { sqlite3_finalize(handle_); }

Status Statement::Prepare(Database* database, const char* sql) {
  database_ = database;
  const int result =
      sqlite3_prepare_v3(database->handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr);
  return result == SQLITE_OK ? Status() : database->Error();
}

void Statement::Bind(int parameter, int64_t number) {
  failed_ |= sqlite3_bind_int64(handle_, parameter, number) != SQLITE_OK;
}

// For SQLite, a null pointer means NULL, not an empty text.
void Statement::Bind(int parameter, std::string_view text) {
  const char* const data = text.empty() ? "" : text.data();
  failed_ |= sqlite3_bind_text64(handle_, parameter, data, text.size(), SQLITE_STATIC,
                                 SQLITE_UTF8) != SQLITE_OK;
}

void Statement::BindBytes(int parameter, std::string_view bytes) {
  const char* const data = bytes.empty() ? "" : bytes.data();
  failed_ |=
      sqlite3_bind_blob64(handle_, parameter, data, bytes.size(), SQLITE_STATIC) != SQLITE_OK;
}

bool Statement::Next() {
  if (failed_) return false;
  const int result = sqlite3_step(handle_);
  failed_ = result != SQLITE_ROW && result != SQLITE_DONE;
  return result == SQLITE_ROW;
}

int64_t Statement::Number(int column) const { return sqlite3_column_int64(handle_, column); }

std::string_view Statement::Bytes(int column) const {
  const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
  return {bytes, bytes == nullptr ? 0 : static_cast<size_t>(sqlite3_column_bytes(handle_, column))};
}

Status Statement::End() {
  const bool failed = failed_;
  failed_ = false;
  Status status = failed ? database_->Error() : Status();
  sqlite3_reset(handle_);
  return status;
}

Status PrepareAll(Database* database,
                  std::span<const std::pair<Statement*, const char*>> statements) {
  for (const auto& [statement, sql] : statements) {
    if (Status status = statement->Prepare(database, sql); !status.ok()) return status;
  }
  return {};
}

}  // namespace gantt
