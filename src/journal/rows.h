// Keys and checksums of rows in a journal. docs/storage.md has the schema.
#ifndef GANTT_JOURNAL_ROWS_H_
#define GANTT_JOURNAL_ROWS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/binary.h"
#include "base/status.h"
#include "journal/checksum.h"

namespace gantt {

// The key of a revision: the number of the project, then its own. A project has fewer revisions
// than the second part can hold.
inline constexpr int kNumberBits = 40;
inline constexpr uint64_t kLastNumber = (uint64_t{1} << kNumberBits) - 1;

inline int64_t KeyOf(int64_t project, uint64_t number) {
  return static_cast<int64_t>(static_cast<uint64_t>(project) << kNumberBits | number);
}
inline uint64_t NumberInKey(int64_t key) { return static_cast<uint64_t>(key) & kLastNumber; }

// The checksum of a row, including its other columns. `beside`: the user of a revision, or the
// epoch of a snapshot.
inline int64_t RowChecksum(int64_t key, uint64_t time, int64_t beside, std::string_view bytes) {
  std::string numbers;
  BinaryWriter writer(&numbers);
  for (const uint64_t number : {static_cast<uint64_t>(key), time, static_cast<uint64_t>(beside)})
    writer.Number(number);
  return Checksum(bytes, Checksum(numbers));
}

inline Status Damaged(const std::string& what) { return {ErrorCode::kDamaged, what}; }

}  // namespace gantt

#endif  // GANTT_JOURNAL_ROWS_H_
