// What a message is, for the part of the server that does not read changes.
#ifndef GANTT_MESSAGE_INSPECT_H_
#define GANTT_MESSAGE_INSPECT_H_

#include <string>
#include <string_view>

#include "base/status.h"
#include "json/reader.h"

namespace gantt {

struct Inspection {
  std::string name;      // Of the command, or of the type; unescaped.
  std::string revision;  // The same of what stands under that key beside the name.
  std::string project;   // JSON text of a string or number; empty when none is named.
};

// Checks the whole text. `key` is where the dialect names what a message is: "command" or "type".
// Codes: those of Reader::Parse, kNotAnObject, kInvalidCommand.
Status Inspect(json::Reader* reader, std::string_view text, std::string_view key, Inspection* out);

}  // namespace gantt

#endif  // GANTT_MESSAGE_INSPECT_H_
