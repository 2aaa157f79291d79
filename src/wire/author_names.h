// Converts the phantom ids of an author (`$PhantomId`), for dialects whose clients only know ids.
#ifndef GANTT_WIRE_AUTHOR_NAMES_H_
#define GANTT_WIRE_AUTHOR_NAMES_H_

#include <string>
#include <string_view>

namespace gantt {

// `changes`: a JSON object with the lists `added`, `updated` and `removed` of each store.

// Appends it without phantom ids.
void AppendWithoutNames(std::string_view changes, std::string* out);
// Appends it with a record in `removed` for each phantom id in `added`: the author drops the record
// with that name in favour of the one with the id.
void AppendWithNamesGone(std::string_view changes, std::string* out);

}  // namespace gantt

#endif  // GANTT_WIRE_AUTHOR_NAMES_H_
