// Ids of the records in nested lists (store/nested_list.h) that come as a whole, as in a data file.
#ifndef GANTT_STATE_LIST_IDS_H_
#define GANTT_STATE_LIST_IDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "json/reader.h"
#include "state/id_allocator.h"

namespace gantt {

// The highest number at the end of an id in the list, and in the lists in it (see IdAllocator).
uint64_t HighestListNumber(const json::Value& list);
// Is there a record without an id in it? Each client would give it another one.
bool LacksListIds(const json::Value& list);
// The list (JSON text) that is the value of `field`, with an id for each record that has none.
std::string WithListIds(std::string_view field, std::string_view list, uint64_t now,
                        IdAllocator* ids);

}  // namespace gantt

#endif  // GANTT_STATE_LIST_IDS_H_
