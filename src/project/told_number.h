// The number of a project's state as a client is told it that keeps no connection, and says it with
// its next request. It stands for that state alone:
//   - Numbers of a life of the server of which nothing was kept begin behind an offset, which is
//     greater than all numbers of the lives before.
//   - Right behind a reset a project has the number of the last revision before it, and other data:
//     that is told as half a number more, 7.5.
#ifndef GANTT_PROJECT_TOLD_NUMBER_H_
#define GANTT_PROJECT_TOLD_NUMBER_H_

#include <cstdint>
#include <string>

#include "base/status.h"
#include "state/revision_log.h"

namespace gantt {

// JSON text of that of the log's last revision.
std::string ToldNumber(uint64_t offset, const RevisionLog& log);

// The revision that a told number stands for. kBeforeReset: it is of other data. kNotSubscribed:
// the log does not have all that came since, so its client has to load the project.
Status ReadToldNumber(double told, uint64_t offset, const RevisionLog& log, uint64_t* number);

}  // namespace gantt

#endif  // GANTT_PROJECT_TOLD_NUMBER_H_
