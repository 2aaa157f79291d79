// Detects two clients that overwrite each other's value of one field endlessly. For example,
// clients in two time zones both correct a date to their own midnight.
#ifndef GANTT_CONFLICT_STORM_WATCH_H_
#define GANTT_CONFLICT_STORM_WATCH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>

#include "base/limits.h"
#include "state/field_history.h"
#include "state/revision_log.h"
#include "store/record.h"

namespace gantt {

class StormWatch {
 public:
  static constexpr size_t kAlternations = 50;
  static constexpr uint64_t kWithin = 10'000;  // Milliseconds.

  // The maximum number of watched fields.
  explicit StormWatch(size_t max_fields = Limits().storm_fields) : max_fields_(max_fields) {}

  // Call it after `revision`, which overwrote those fields, was applied. Appends to `*storms`, an
  // open JSON array, {"store","id","field","clients":[…],"alternations"} for each detected storm; a
  // storm that goes on is reported again after as many more.
  void Look(const RevisionLog& log, const Revision& revision, const FieldHistory& history,
            std::string* storms);

 private:
  struct Place {
    const Record* record;
    size_t field;
    bool operator==(const Place&) const = default;
  };
  struct PlaceHash {
    size_t operator()(const Place& place) const {
      return std::hash<const Record*>()(place.record) * 31 + place.field;
    }
  };
  struct Contest {
    size_t authors = 0;                         // Both clients, as one hash.
    std::array<uint64_t, kAlternations> times;  // Ring of the last ones.
    size_t count = 0;
  };
  // True: the limit of alternations is reached.
  bool Alternate(const Place& place, size_t authors, uint64_t now);

  const size_t max_fields_;
  std::unordered_map<Place, Contest, PlaceHash> contests_;
};

}  // namespace gantt

#endif  // GANTT_CONFLICT_STORM_WATCH_H_
