// The number of a project's state as a client is told it that keeps no connection, and says it with
// its next request. It stands for that state alone:
//   - Numbers of a life of the server of which nothing was kept begin behind an offset, which is
//     greater than all numbers of the lives before.
//   - Right behind a reset a project has the number of the last revision before it, and other data:
//     that is told as a part of a number more, another one for each of several resets in a row.
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

// JSON text of that of the log's last revision.
std::string ToldNumber(const Telling& telling, const RevisionLog& log);

// The revision that a told number stands for. kBeforeReset: it is of other data. kNotSubscribed:
// the log does not have all that came since, or it is too much: its client has to load the project.
Status ReadToldNumber(double told, const Telling& telling, const RevisionLog& log,
                      uint64_t* number);

}  // namespace gantt

#endif  // GANTT_PROJECT_TOLD_NUMBER_H_
