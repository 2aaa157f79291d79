// Ids of records in nested lists (store/nested_list.h) that arrive whole, as in a data file.
#ifndef GANTT_STATE_LIST_IDS_H_
#define GANTT_STATE_LIST_IDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "json/reader.h"
#include "state/id_allocator.h"

namespace gantt {

// The highest number at the end of an id in the list and its nested lists (see IdAllocator).
uint64_t HighestListNumber(const json::Value& list);
// Does a record lack an id? Each client would invent a different one.
bool LacksListIds(const json::Value& list);
// The list (JSON text) in `field`, with new ids for records without one.
std::string WithListIds(std::string_view field, std::string_view list, uint64_t now,
                        IdAllocator* ids);

}  // namespace gantt

#endif  // GANTT_STATE_LIST_IDS_H_
