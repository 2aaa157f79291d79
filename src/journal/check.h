// Reads everything in a journal about a project, and reports problems: wrong checksums, gaps in the
// numbers, and snapshots that differ from the previous snapshot plus the revisions after it.
#ifndef GANTT_JOURNAL_CHECK_H_
#define GANTT_JOURNAL_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "journal/database.h"

namespace gantt {

struct CheckReport {
  uint64_t revisions = 0;  // That were read.
  uint64_t snapshots = 0;
  std::vector<std::string> problems;  // A sentence each; empty: no problems.
};

// Problems of the file itself. A failure means that it cannot be read at all.
Status CheckFile(Database* database, CheckReport* report);

// `project`: its number in the table of projects.
Status CheckProject(Database* database, int64_t project, CheckReport* report);

}  // namespace gantt

#endif  // GANTT_JOURNAL_CHECK_H_
