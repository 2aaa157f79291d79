// UUIDs in names and ids: 36 characters, hexadecimal digits in groups of 8, 4, 4, 4 and 12.
#ifndef GANTT_BASE_UUID_H_
#define GANTT_BASE_UUID_H_

#include <string_view>

namespace gantt {

// Does the text contain a UUID?
bool ContainsUuid(std::string_view text);
bool EndsWithUuid(std::string_view text);

}  // namespace gantt

#endif  // GANTT_BASE_UUID_H_
