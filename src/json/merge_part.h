// A JSON object out of another one and a part of it.
#ifndef GANTT_JSON_MERGE_PART_H_
#define GANTT_JSON_MERGE_PART_H_

#include <string>
#include <string_view>

namespace gantt::json {

// `whole` with the members of `part`, which take the place of those of the same key; where both are
// objects, so on. Anything but two objects: `part`. All are JSON texts.
std::string MergePart(std::string_view whole, std::string_view part);

}  // namespace gantt::json

#endif  // GANTT_JSON_MERGE_PART_H_
