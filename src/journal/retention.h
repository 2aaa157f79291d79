// Deletes history from a journal: old revisions with the snapshots before them, and user names.
#ifndef GANTT_JOURNAL_RETENTION_H_
#define GANTT_JOURNAL_RETENTION_H_

#include <cstdint>
#include <string_view>

#include "base/status.h"
#include "journal/database.h"

namespace gantt {

// The stored history of a project: so many of its last revisions, and those that are not older than
// the age. 0: no revisions for that reason; both 0: all.
struct Retention {
  uint64_t revisions = 0;
  uint64_t age = 0;  // Milliseconds.
  bool is_all() const { return revisions == 0 && age == 0; }
};

// Deletes unneeded history up to a snapshot; everything after that snapshot stays. Must run within
// a transaction of the caller. `project`: its number. `now`: milliseconds since 1970.
Status GiveUp(Database* database, int64_t project, const Retention& retention, uint64_t now);

// Replaces the name of a user by `pseudonym`; the numbers stay. False: no user has that name, or
// the pseudonym is in use.
Status ForgetUser(Database* database, std::string_view name, std::string_view pseudonym,
                  bool* was_there);

}  // namespace gantt

#endif  // GANTT_JOURNAL_RETENTION_H_
