// Merges two values, for the policy `merge`.
#ifndef GANTT_CONFLICT_MERGE_VALUES_H_
#define GANTT_CONFLICT_MERGE_VALUES_H_

#include <string>
#include <string_view>

namespace gantt {

// Is it an object or an array? Other values are not merged.
bool CanMerge(std::string_view value);

// For two objects: the members of both; values of common keys are merged. For two arrays: the
// elements of `theirs`, then those of `mine` whose text is not in `theirs`. For anything else:
// `mine`. All are JSON texts.
std::string MergeValues(std::string_view theirs, std::string_view mine);

}  // namespace gantt

#endif  // GANTT_CONFLICT_MERGE_VALUES_H_
