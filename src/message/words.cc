#include "message/words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace gantt {

std::optional<Place> Words::PlaceOf(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, Place>, 16> kPlaces{{
      {"project", Place::kProject},
      {"changes", Place::kChanges},
      {"shown", Place::kShown},
      {"returned", Place::kReturned},
      {"number", Place::kNumber},
      {"sender", Place::kSender},
      {"local", Place::kLocal},
      {"time", Place::kTime},
      {"conflicts", Place::kConflicts},
      {"currentState", Place::kCurrentState},
      {"recordType", Place::kRecordType},
      {"recordId", Place::kRecordId},
      {"fields", Place::kFields},
      {"lockedBy", Place::kLockedBy},
      {"serverVersion", Place::kServerVersion},
      {"clientVersion", Place::kClientVersion},
  }};
  for (const auto& [known, place] : kPlaces) {
    if (known == name) return place;
  }
  return std::nullopt;
}

bool Words::Has(Place place) const {
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [place](const Piece& piece) { return piece.place == place; });
}

}  // namespace gantt
