// The segments of a task are no records, but get ids from the same counter.
#ifndef GANTT_STATE_SEGMENTS_H_
#define GANTT_STATE_SEGMENTS_H_

#include <cstdint>

#include "json/reader.h"

namespace gantt {

// The highest number at the end of an id in a `segments` field (see IdAllocator), or 0.
uint64_t HighestSegmentNumber(const json::Value& segments);

}  // namespace gantt

#endif  // GANTT_STATE_SEGMENTS_H_
