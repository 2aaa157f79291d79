// Identifies a message, for the part of the server that does not parse changes.
#ifndef GANTT_MESSAGE_INSPECT_H_
#define GANTT_MESSAGE_INSPECT_H_

#include <string>
#include <string_view>

#include "base/status.h"
#include "json/reader.h"

namespace gantt {

struct Inspection {
  std::string name;      // Name of the command or type; unescaped.
  std::string revision;  // The value of the other of the two keys, unescaped.
  std::string project;   // JSON text of a string or number; empty when none is named.
};

// Checks the whole text. `key` is the key that names a message in the dialect: "command" or "type".
// Codes: those of Reader::Parse, kNotAnObject, kInvalidCommand.
Status Inspect(json::Reader* reader, std::string_view text, std::string_view key, Inspection* out);

}  // namespace gantt

#endif  // GANTT_MESSAGE_INSPECT_H_
