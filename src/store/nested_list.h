// Lists of records that are the value of a field: a client has a store of its own for each, such as
// the intervals of a calendar and the rate tables of a resource, whose rates are a list again
// (StoreKind::lists; a client's own models may have others).
//
//   a list   [{"id":…,…},…]
//   a delta  {"added":[{…},…],"updated":[{"id":…,…},…],"removed":[{"id":…},…]}
//
// A client says a delta, against the list that it loaded: what was added and then removed is not in
// it, and what others added is. A project keeps lists, and tells lists. All are JSON texts.
#ifndef GANTT_STORE_NESTED_LIST_H_
#define GANTT_STORE_NESTED_LIST_H_

#include <string>
#include <string_view>

#include "json/reader.h"

namespace gantt {

// Has the value the form of a delta?
bool IsListDelta(const json::Value& value);

// The list that somebody shows who loaded `loaded` and says `delta`: `removed`, then `updated`,
// then `added`, deltas within it as well. What is no list counts as an empty one.
std::string ApplyListDelta(std::string_view loaded, std::string_view delta);

// `theirs`, with what changed from `base` to `mine`, record by record and field by field. What
// one of them removed is removed. Of a field that both changed, mine counts. A record that is as
// it was in `theirs` is there byte for byte; what has no id is left alone.
std::string MergeLists(std::string_view base, std::string_view mine, std::string_view theirs);

}  // namespace gantt

#endif  // GANTT_STORE_NESTED_LIST_H_
