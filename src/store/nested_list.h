// Lists of records in a field: a client has a separate store for each, such as the intervals of a
// calendar, or the rate tables of a resource, whose rates are again a list (StoreKind::lists; a
// client's own models may have others).
//
//   a list   [{"id":…,…},…]
//   a delta  {"added":[{…},…],"updated":[{"id":…,…},…],"removed":[{"id":…},…]}
//
// A client sends a delta against the list that it loaded: it omits records that were added and then
// removed, and includes records added by others. A project stores and sends lists. All are JSON
// texts.
#ifndef GANTT_STORE_NESTED_LIST_H_
#define GANTT_STORE_NESTED_LIST_H_

#include <string>
#include <string_view>

#include "json/reader.h"

namespace gantt {

// Has the value the form of a delta?
bool IsListDelta(const json::Value& value);

// The list shown by a client that loaded `loaded` and sends `delta`: applies `removed`, then
// `updated`, then `added`, including nested deltas. A value that is no list counts as an empty
// list.
std::string ApplyListDelta(std::string_view loaded, std::string_view delta);

// A three-way merge: applies the difference from `base` to `mine` to `theirs`, record by record and
// field by field. A record that one of them removed is removed. Of a field that both changed,
// `mine` counts. An unchanged record of `theirs` stays byte for byte; entries without an id are
// left unchanged.
std::string MergeLists(std::string_view base, std::string_view mine, std::string_view theirs);

}  // namespace gantt

#endif  // GANTT_STORE_NESTED_LIST_H_
