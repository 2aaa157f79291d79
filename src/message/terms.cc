#include "message/terms.h"

#include <vector>

namespace gantt {

void Outcome::Clear() {
  changed = false;
  broadcast.clear();
  for (std::vector<std::string>& messages : told) messages.clear();
  author.reset();
  author_is_lost = false;
  client_revision.clear();
  conflicts.clear();
  locked.clear();
  storms.clear();
}

}  // namespace gantt
