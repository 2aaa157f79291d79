// A nested list of a record in the form of a row in an answer: a separate store.
//
//   ,"intervals":{"rows":[{"$PhantomId":…,"id":…},…],"removed":[{"id":…},…]}
#ifndef GANTT_PROJECT_LIST_MEMBER_H_
#define GANTT_PROJECT_LIST_MEMBER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "state/project_state.h"
#include "store/record.h"
#include "store/store.h"

namespace gantt {

struct ListField {
  std::string_view store;
  const Record& record;
  std::string_view field;
};

bool IsList(const Store& store, std::string_view key, std::string_view value);

// Appends `,"key":value`.
void AppendMember(std::string_view key, std::string_view value, std::string* out);

// The entries of the list, and those that were removed since the revision `since`. `said`: the
// client's own entry about the record, with phantom ids of `author`; or empty.
std::string ListMember(const ProjectState& state, uint64_t since, const ListField& list_of,
                       std::string_view said, std::string_view author);

}  // namespace gantt

#endif  // GANTT_PROJECT_LIST_MEMBER_H_
