// Describes the syntax error of an invalid JSON text: line, column and what was expected. Slow and
// thorough (nlohmann/json): for data files, never for messages.
#ifndef GANTT_JSON_LOCATE_ERROR_H_
#define GANTT_JSON_LOCATE_ERROR_H_

#include <string>
#include <string_view>

namespace gantt::json {

// Empty if nlohmann/json finds no error.
std::string LocateError(std::string_view text);

}  // namespace gantt::json

#endif  // GANTT_JSON_LOCATE_ERROR_H_
