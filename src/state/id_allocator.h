// Allocates record ids. During its life, it never returns an id that it returned before or that was
// passed to Note(); a project keeps it across resets.
//
// All stores share one counter, so two ids of a project never have the same number.
#ifndef GANTT_STATE_ID_ALLOCATOR_H_
#define GANTT_STATE_ID_ALLOCATOR_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace gantt {

enum class IdFormat {
  kPrefixed,  // "events-101", "resources-102", …; tasks use the prefix `events`.
  kNumber,    // 101
  kUuid,      // Version 7.
};

class IdAllocator {
 public:
  // `seed` determines the random part of UUIDs; two projects must not share one.
  IdAllocator(IdFormat format, uint64_t seed);

  // The JSON text of a new id for a record of `store`. `now`, in milliseconds since 1970, is only
  // used for UUIDs.
  std::string Next(std::string_view store, uint64_t now);
  // Reports an existing id: if it ends with a number, that number is taken.
  void Note(std::string_view key);
  // The last taken number; a copy that starts from it continues from here.
  uint64_t last_number() const { return last_number_; }
  void NoteNumber(uint64_t number);

 private:
  uint64_t Random();

  IdFormat format_;
  uint64_t last_number_ = 100;
  uint64_t random_state_;
  uint64_t uuid_time_ = 0;
  uint32_t uuid_count_ = 0;
};

// The number at the end of an id (`events-17`, `17`), or 0. A UUID has none, even if it ends with
// digits. A number of more than 15 digits counts as none, because the counter never gets there.
uint64_t TrailingNumber(std::string_view key);

}  // namespace gantt

#endif  // GANTT_STATE_ID_ALLOCATOR_H_
