// What becomes of the names that an author gave to records before they had ids (`$PhantomId`), for
// dialects whose clients know ids alone.
#ifndef GANTT_WIRE_AUTHOR_NAMES_H_
#define GANTT_WIRE_AUTHOR_NAMES_H_

#include <string>
#include <string_view>

namespace gantt {

// `changes`: a JSON object, of each store the lists `added`, `updated` and `removed`.

// Appends it without any name.
void AppendWithoutNames(std::string_view changes, std::string* out);
// Appends it with, in `removed`, a record for each name that was given in `added`: who has it under
// that name lets go of it, and has the one with the id.
void AppendWithNamesGone(std::string_view changes, std::string* out);

}  // namespace gantt

#endif  // GANTT_WIRE_AUTHOR_NAMES_H_
