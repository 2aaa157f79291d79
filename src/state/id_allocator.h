// Gives out record ids. It never gives out an id that it gave out before or that it was told about
// (Note), for as long as it lives; a project keeps it over a reset.
//
// One counter serves all stores, so two ids of a project never share their number.
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
  // `seed` makes the random part of UUIDs; two projects must not share one.
  IdAllocator(IdFormat format, uint64_t seed);

  // The JSON text of a new id for a record of `store`. `now` is in milliseconds since 1970 and
  // only goes into UUIDs.
  std::string Next(std::string_view store, uint64_t now);
  // The project holds an id: its number, if it ends with one, is taken.
  void Note(std::string_view key);
  // The last number taken; a copy that starts from it goes on where this one stands.
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

// The number at the end of an id (`events-17`, `17`), or 0. A UUID has none, whatever it ends with.
// Numbers of more than 15 digits count as none, too: the counter never gets there, so they need no
// place in it.
uint64_t TrailingNumber(std::string_view key);

}  // namespace gantt

#endif  // GANTT_STATE_ID_ALLOCATOR_H_
