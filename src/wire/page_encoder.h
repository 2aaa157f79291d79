// A part of a store, as a client asks for it that loads only what it shows: records of a list from
// one place to another, or the children of one record of a tree; sorted and filtered as it says.
//
// A query is a JSON object; all members but the first may be missing:
//   {"store":"tasks","parent":ID,"start":0,"count":50,
//    "sorters":[{"field":"name","ascending":false},…],
//    "filters":[{"field":"name","operator":"includes","value":"x","caseSensitive":false},…],
//    "from":"2027-03-01","to":"2027-03-08","of":{"store":"resources",…},"idField":"key","nested":true}
// A filter may be {"operator":"or","children":[…]}, or `and`. `within` and `notWithin` have two
// dates, the second of which is behind the range: what day it is somewhere is for others to know.
// `idField`: what `id` is called in the rows. `nested`: all of the store, and no part of it.
// `from` and `to`: of records that have dates, those that are there within these days. `of`: of
// records that name records of that store, or have assignments that do, those of that part of it.
//
// The work grows with the store: each record of it is looked at once, and those that fit are
// sorted. It is counted (page_work.h), and has a bound.
#ifndef GANTT_WIRE_PAGE_ENCODER_H_
#define GANTT_WIRE_PAGE_ENCODER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "base/status.h"
#include "state/project_state.h"
#include "wire/page_work.h"

namespace gantt {

struct Page {
  std::string rows;  // A JSON array. A record of a tree that has children has `"children":true`.
  size_t total = 0;  // So many there are in all.
};

// kInvalidData: it is no query; the message says why. kUnknownRecord: there is no such parent.
// kQueryTooCostly: it would look at more than `work` has left.
Status EncodePage(const ProjectState& state, std::string_view query, PageWork* work, Page* out);

}  // namespace gantt

#endif  // GANTT_WIRE_PAGE_ENCODER_H_
