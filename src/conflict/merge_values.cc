#include "conflict/merge_values.h"

#include <string>
#include <string_view>

#include "json/merge_part.h"

namespace gantt {

bool CanMerge(std::string_view value) { return value.front() == '{' || value.front() == '['; }

std::string MergeValues(std::string_view theirs, std::string_view mine) {
  const bool may_merge = CanMerge(mine) && theirs.front() == mine.front();
  return may_merge ? json::MergePart(theirs, mine, json::Arrays::kJoined) : std::string(mine);
}

}  // namespace gantt
