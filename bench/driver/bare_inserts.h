// What a journal is measured against: a loop that inserts the same bytes in the same commits, and
// does nothing else.
#ifndef GANTT_BENCH_BARE_INSERTS_H_
#define GANTT_BENCH_BARE_INSERTS_H_

#include <cstddef>
#include <string>
#include <vector>

namespace gantt::bench {

// Copies the last revisions of the journal at `source` into a new file at `target`, as many in
// each commit as `commits` says, each commit synced to the disk. Answers how many seconds the
// commits took. Throws std::runtime_error.
double BareInserts(const std::string& source, const std::string& target,
                   const std::vector<size_t>& commits);

}  // namespace gantt::bench

#endif  // GANTT_BENCH_BARE_INSERTS_H_
