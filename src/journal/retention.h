// What a journal gives up of the past: old revisions with the snapshots before them, and the names
// of users.
#ifndef GANTT_JOURNAL_RETENTION_H_
#define GANTT_JOURNAL_RETENTION_H_

#include <cstdint>
#include <string_view>

#include "base/status.h"
#include "journal/database.h"

namespace gantt {

// What is kept of a project's past: its last revisions, so many, and those that are not older than
// that. 0: none for that reason; both 0: all.
struct Retention {
  uint64_t revisions = 0;
  uint64_t age = 0;  // Milliseconds.
  bool is_all() const { return revisions == 0 && age == 0; }
};

// Gives up what need not be kept, down to a snapshot: what is behind that one is still there as it
// was. Within a transaction of the caller's. `project`: its number. `now`: milliseconds since 1970.
Status GiveUp(Database* database, int64_t project, const Retention& retention, uint64_t now);

// Puts `pseudonym` in the place of a user's name; the numbers stay. False: nobody has that name, or
// somebody has the pseudonym.
Status ForgetUser(Database* database, std::string_view name, std::string_view pseudonym,
                  bool* was_there);

}  // namespace gantt

#endif  // GANTT_JOURNAL_RETENTION_H_
