// Reads all that a journal has of a project, and says what is wrong with it: checksums, numbers
// that are missing, and whether each snapshot with the revisions behind it is the next snapshot.
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
  std::vector<std::string> problems;  // A sentence each; none: all is well.
};

// Problems of the file as such. Failing means that it cannot be read at all.
Status CheckFile(Database* database, CheckReport* report);

// `project`: its number in the table of projects.
Status CheckProject(Database* database, int64_t project, CheckReport* report);

}  // namespace gantt

#endif  // GANTT_JOURNAL_CHECK_H_
