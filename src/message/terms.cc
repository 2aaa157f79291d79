#include "message/terms.h"

namespace gantt {

void Outcome::Clear() {
  changed = false;
  commands.clear();
  flat.clear();
  sync.clear();
  author.reset();
  author_is_lost = false;
  client_revision.clear();
  conflicts.clear();
  locked.clear();
  storms.clear();
}

}  // namespace gantt
