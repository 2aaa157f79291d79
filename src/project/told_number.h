// The revision number for clients without a connection, which send it with the next request. It
//   identifies one state:
//   - Without a journal, the numbers of a run of the server start after an offset that is greater
//   than all numbers of earlier runs.
//   - Right after a reset, a project has the number of the last revision before it, but other data:
//   a fraction is added, a different one for each of several resets in a row.
#ifndef GANTT_PROJECT_TOLD_NUMBER_H_
#define GANTT_PROJECT_TOLD_NUMBER_H_

#include <cstdint>
#include <string>

#include "base/status.h"
#include "state/revision_log.h"

namespace gantt {

struct Telling {
  uint64_t offset = 0;
  uint64_t resets = 0;  // So many there were.
};

// JSON text for the last revision of the log.
std::string ToldNumber(const Telling& telling, const RevisionLog& log);

// The revision of such a number. kBeforeReset: it belongs to other data. kNotSubscribed: the log
// lacks later revisions, or they are too large: the client must load the project.
Status ReadToldNumber(double told, const Telling& telling, const RevisionLog& log,
                      uint64_t* number);

}  // namespace gantt

#endif  // GANTT_PROJECT_TOLD_NUMBER_H_
