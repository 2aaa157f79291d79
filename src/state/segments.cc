#include "state/segments.h"

#include <algorithm>
#include <cstdint>

#include "base/text_arena.h"
#include "json/reader.h"
#include "state/id_allocator.h"
#include "store/ids.h"

namespace gantt {

uint64_t HighestSegmentNumber(const json::Value& segments) {
  if (!segments.is(json::Type::kArray)) return 0;
  TextArena arena;
  uint64_t highest = 0;
  for (json::Elements e(segments); e.more(); e.Next()) {
    if (!e.value().is(json::Type::kObject)) continue;
    const RecordId id = ReadId(e.value().Member("id"), &arena);
    if (id.exists()) highest = std::max(highest, TrailingNumber(id.key));
  }
  return highest;
}

}  // namespace gantt
