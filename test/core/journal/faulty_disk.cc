#include "journal/faulty_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <utility>

namespace gantt {
namespace {

constexpr const char* kName = "faulty";
// What a disk writes whole.
constexpr uint64_t kSector = 512;

// SQLite allots it, with the real one behind it.
struct File {
  sqlite3_file base;
  FaultyDisk* disk;
  std::string* path;
  sqlite3_file* real;
};

File* Of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* Real(sqlite3_file* file) { return Of(file)->real; }

// Goes on to the real file, without a fault.
template <auto kMethod, typename... Arguments>
auto Pass(sqlite3_file* file, Arguments... arguments) {
  return (Real(file)->pMethods->*kMethod)(Real(file), arguments...);
}

// Goes on, or fails as a whole.
template <auto kMethod, typename... Arguments>
int Try(sqlite3_file* file, Arguments... arguments) {
  if (Of(file)->disk->Decide() != FaultyDisk::Verdict::kGo) return Of(file)->disk->code();
  return Pass<kMethod>(file, arguments...);
}

uint64_t SizeOf(sqlite3_file* file) {
  sqlite3_int64 size = 0;
  Pass<&sqlite3_io_methods::xFileSize>(file, &size);
  return static_cast<uint64_t>(size);
}

void NoteOld(sqlite3_file* file, uint64_t offset, uint64_t length) {
  const uint64_t size = SizeOf(file);
  const uint64_t end = std::min(offset + length, size);
  std::string bytes(end > offset ? end - offset : 0, '\0');
  if (!bytes.empty()) {
    Pass<&sqlite3_io_methods::xRead>(file, static_cast<void*>(bytes.data()),
                                     static_cast<int>(bytes.size()),
                                     static_cast<sqlite3_int64>(offset));
  }
  Of(file)->disk->NoteOld(*Of(file)->path, {offset, std::move(bytes), size});
}

int Close(sqlite3_file* file) {
  const int result = Pass<&sqlite3_io_methods::xClose>(file);
  delete Of(file)->path;
  return result;
}

int Write(sqlite3_file* file, const void* bytes, int length, sqlite3_int64 offset) {
  FaultyDisk* const disk = Of(file)->disk;
  const FaultyDisk::Verdict verdict = disk->Decide();
  if (verdict == FaultyDisk::Verdict::kFail) return disk->code();
  const int done = verdict == FaultyDisk::Verdict::kHalf ? length / 2 : length;
  NoteOld(file, static_cast<uint64_t>(offset), static_cast<uint64_t>(done));
  const int result = Pass<&sqlite3_io_methods::xWrite>(file, bytes, done, offset);
  return verdict == FaultyDisk::Verdict::kHalf ? disk->code() : result;
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (Of(file)->disk->Decide() != FaultyDisk::Verdict::kGo) return Of(file)->disk->code();
  const uint64_t old = SizeOf(file);
  if (old > static_cast<uint64_t>(size))
    NoteOld(file, static_cast<uint64_t>(size), old - static_cast<uint64_t>(size));
  return Pass<&sqlite3_io_methods::xTruncate>(file, size);
}

int Sync(sqlite3_file* file, int /*flags*/) {
  if (Of(file)->disk->Decide() != FaultyDisk::Verdict::kGo) return Of(file)->disk->code();
  Of(file)->disk->NoteSynced(*Of(file)->path);
  return SQLITE_OK;
}

// A lock that is given back is given back by the system in any case.
int ShmLock(sqlite3_file* file, int offset, int n, int flags) {
  if ((flags & SQLITE_SHM_UNLOCK) != 0)
    return Pass<&sqlite3_io_methods::xShmLock>(file, offset, n, flags);
  return Try<&sqlite3_io_methods::xShmLock>(file, offset, n, flags);
}

const sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = Close,
    .xRead = Pass<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = Write,
    .xTruncate = Truncate,
    .xSync = Sync,
    .xFileSize = Pass<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = Try<&sqlite3_io_methods::xLock, int>,
    .xUnlock = Pass<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = Pass<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = Pass<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = Pass<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = Pass<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = Try<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = ShmLock,
    .xShmBarrier = Pass<&sqlite3_io_methods::xShmBarrier>,
    .xShmUnmap = Pass<&sqlite3_io_methods::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs* RealLayer() { return sqlite3_vfs_find("unix"); }

int Open(sqlite3_vfs* layer, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto* const disk = static_cast<FaultyDisk*>(layer->pAppData);
  file->pMethods = nullptr;
  if (disk->Decide() != FaultyDisk::Verdict::kGo) return SQLITE_CANTOPEN;
  File* const own = Of(file);
  own->disk = disk;
  own->real = reinterpret_cast<sqlite3_file*>(own + 1);
  const int result = RealLayer()->xOpen(RealLayer(), path, own->real, flags, out_flags);
  if (result != SQLITE_OK) return result;
  own->path = new std::string(path == nullptr ? "" : path);
  own->base.pMethods = &kMethods;
  return SQLITE_OK;
}

// Puts back what a write has replaced, whole or but for some of its sectors.
void Undo(const std::string& path, const FaultyDisk::Old& old, std::mt19937_64* random) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  for (uint64_t at = 0; at < old.bytes.size(); at += kSector) {
    if ((*random)() % 4 == 0) continue;
    const uint64_t length = std::min<uint64_t>(kSector, old.bytes.size() - at);
    file.seekp(static_cast<std::streamoff>(old.offset + at));
    file.write(old.bytes.data() + at, static_cast<std::streamsize>(length));
  }
  file.close();
  if ((*random)() % 2 == 0 && std::filesystem::file_size(path) > old.size)
    std::filesystem::resize_file(path, old.size);
}

}  // namespace

FaultyDisk::FaultyDisk() : layer_(std::make_unique<sqlite3_vfs>(*RealLayer())) {
  layer_->zName = kName;
  layer_->pAppData = this;
  layer_->szOsFile = static_cast<int>(sizeof(File)) + RealLayer()->szOsFile;
  layer_->xOpen = Open;
  sqlite3_vfs_register(layer_.get(), 0);
}

FaultyDisk::~FaultyDisk() { sqlite3_vfs_unregister(layer_.get()); }

const char* FaultyDisk::name() const { return kName; }

void FaultyDisk::Arm(size_t operation, Fault fault) {
  operations_ = 0;
  armed_ = operation;
  fault_ = fault;
}

FaultyDisk::Verdict FaultyDisk::Decide() {
  ++operations_;
  if (fault_ == Fault::kNone || operations_ < armed_) return Verdict::kGo;
  if (operations_ == armed_) return fault_ == Fault::kError ? Verdict::kFail : Verdict::kHalf;
  return fault_ == Fault::kPowerCut ? Verdict::kFail : Verdict::kGo;
}

int FaultyDisk::code() const { return fault_ == Fault::kFull ? SQLITE_FULL : SQLITE_IOERR; }

void FaultyDisk::Heal(uint64_t seed) {
  if (fault_ == Fault::kPowerCut && operations_ >= armed_) {
    std::mt19937_64 random(seed);
    for (const auto& [path, writes] : unsynced_) {
      for (size_t i = writes.size(); i-- > 0 && std::filesystem::exists(path);) {
        if (random() % 2 == 0) Undo(path, writes[i], &random);
      }
    }
  }
  unsynced_.clear();
  Arm(0, Fault::kNone);
}

}  // namespace gantt
