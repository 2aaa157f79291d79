// A file layer for SQLite that goes wrong when it is told to: below it are the real files.
#ifndef GANTT_TEST_FAULTY_DISK_H_
#define GANTT_TEST_FAULTY_DISK_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace gantt {

enum class Fault {
  kNone,
  kError,     // The operation fails, and nothing of it is done.
  kTorn,      // A write does its first half, and then fails; other operations as kError.
  kFull,      // As kTorn, for want of room.
  kPowerCut,  // As kTorn, and so does everything behind it.
};

// One at a time. Operations are what may fail: opening, writing, syncing, truncating and locking.
// What is synced is not really on the disk, which takes time and changes nothing here.
class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // For Database::Open().
  const char* name() const;
  // The operation of this number, from 1, will go wrong; of those from now on.
  void Arm(size_t operation, Fault fault);
  // How many there were since Arm().
  size_t operations() const { return operations_; }
  // Everything works again. After a power cut, when no file is open, what was not synced is on the
  // disk or not, each write for itself, as `seed` has it.
  void Heal(uint64_t seed);

  // What an operation has to do. For the file layer alone.
  enum class Verdict { kGo, kFail, kHalf };
  Verdict Decide();
  int code() const;
  // Notes what a write or a truncation will replace.
  struct Old {
    uint64_t offset;
    std::string bytes;
    uint64_t size;  // Of the whole file.
  };
  void NoteOld(const std::string& path, Old old) { unsynced_[path].push_back(std::move(old)); }
  void NoteSynced(const std::string& path) { unsynced_.erase(path); }

 private:
  std::unique_ptr<sqlite3_vfs> layer_;
  std::map<std::string, std::vector<Old>> unsynced_;  // By file, in the order of the writes.
  size_t operations_ = 0;
  size_t armed_ = 0;
  Fault fault_ = Fault::kNone;
};

}  // namespace gantt

#endif  // GANTT_TEST_FAULTY_DISK_H_
