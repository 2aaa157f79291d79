// Where a text that is not JSON is wrong, in the words of somebody who reads files: line, column
// and what was expected. Slow and thorough (nlohmann/json): for data files, never for messages.
#ifndef GANTT_JSON_LOCATE_ERROR_H_
#define GANTT_JSON_LOCATE_ERROR_H_

#include <string>
#include <string_view>

namespace gantt::json {

// Empty when nlohmann/json finds nothing wrong with it.
std::string LocateError(std::string_view text);

}  // namespace gantt::json

#endif  // GANTT_JSON_LOCATE_ERROR_H_
