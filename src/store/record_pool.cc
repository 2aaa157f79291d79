#include "store/record_pool.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>

#if __has_include(<sanitizer/asan_interface.h>)
#include <sanitizer/asan_interface.h>

#include "store/record.h"
#else
#define ASAN_POISON_MEMORY_REGION(begin, size)
#define ASAN_UNPOISON_MEMORY_REGION(begin, size)
#endif

namespace gantt {

Record* RecordPool::Make(std::string_view key) {
  if (free_ == nullptr) Grow();
  Place* const place = free_;
  ASAN_UNPOISON_MEMORY_REGION(place, sizeof(Place));
  free_ = place->next_free;
  ++used_;
  return new (place->record) Record(key);
}

void RecordPool::End(Record* record) {
  record->~Record();
  --used_;
  Free(reinterpret_cast<Place*>(record));
}

void RecordPool::Free(Place* place) {
  place->next_free = free_;
  free_ = place;
  ASAN_POISON_MEMORY_REGION(place, sizeof(Place));
}

// Grows by half of the current size, because most projects are small, and most of their stores have
// few records.
void RecordPool::Grow() {
  constexpr size_t kFewest = 4;
  const size_t count = std::min(std::max(size_ / 2, kFewest), piece_records_);
  pieces_.push_back(std::make_unique_for_overwrite<Place[]>(count));
  size_ += count;
  for (size_t i = count; i-- > 0;) Free(&pieces_.back()[i]);
}

}  // namespace gantt
