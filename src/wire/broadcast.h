// The messages about a revision: the text of the log, and messages of other dialects, which are
// assembled from parts of that text.
#ifndef GANTT_WIRE_BROADCAST_H_
#define GANTT_WIRE_BROADCAST_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "message/words.h"
#include "state/revision_log.h"

namespace gantt {

// {"command":"project_change","data":{"revisions":[ … ],"project":1}}: the texts before and after.
void AppendCommandsHead(std::string* out);
void AppendCommandsTail(std::string_view project_id, std::string* out);

// The content of a message about a revision.
struct Told {
  std::string_view project;  // JSON text.
  uint64_t number;
  uint64_t time;
  std::string_view author;         // JSON text.
  std::string_view plain;          // The changes, without `$input`.
  std::string_view local_id = {};  // JSON text: the author's own number of it; or empty.

  // `plain`: Revision::AppendPlainChanges().
  Told(std::string_view project, const Revision& revision, std::string_view plain,
       std::string_view local_id = {})
      : project(project),
        number(revision.number()),
        time(revision.time()),
        author(revision.author()),
        plain(plain),
        local_id(local_id) {}
  // Of a revision that the log has no more.
  Told(std::string_view project, uint64_t number, uint64_t time, std::string_view author,
       std::string_view local_id)
      : project(project),
        number(number),
        time(time),
        author(author),
        plain("{}"),
        local_id(local_id) {}

  bool changes_nothing() const { return plain == "{}"; }
};

std::string Tell(const Words& words, const Told& told);

}  // namespace gantt

#endif  // GANTT_WIRE_BROADCAST_H_
