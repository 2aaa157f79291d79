// One value out of two, for the policy `merge`.
#ifndef GANTT_CONFLICT_MERGE_VALUES_H_
#define GANTT_CONFLICT_MERGE_VALUES_H_

#include <string>
#include <string_view>

namespace gantt {

// Is it an object or an array? Other values are not merged.
bool CanMerge(std::string_view value);

// Of two objects: the members of both, and under a key of both the merge of the two values. Of two
// arrays: the elements of `theirs`, then those of `mine` that are no text of an element of
// `theirs`. Of anything else: `mine`. All are JSON texts.
std::string MergeValues(std::string_view theirs, std::string_view mine);

}  // namespace gantt

#endif  // GANTT_CONFLICT_MERGE_VALUES_H_
