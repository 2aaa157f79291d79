// The revisions of a project in order, without gaps, bounded by count and bytes: what a client that
// was away can catch up with.
//
// The log lives as long as one epoch: a reset begins a new log that goes on counting.
#ifndef GANTT_MODEL_REVISION_LOG_H_
#define GANTT_MODEL_REVISION_LOG_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

namespace gantt {

struct Revision {
  uint64_t number;
  std::string text;  // The object as it was broadcast: {"revision":"server-N",…}.
};

class RevisionLog {
 public:
  struct Limits {
    size_t count = 10'000;
    size_t bytes = size_t{16} << 20;
  };

  // `base` is the number of the last revision before this epoch; the first one here is base + 1.
  RevisionLog(Limits limits, uint64_t base) : limits_(limits), base_(base), last_(base) {}

  uint64_t base() const { return base_; }
  uint64_t last() const { return last_; }
  // The number of the oldest revision that is still here; last() + 1 when none is.
  uint64_t first() const { return last_ + 1 - revisions_.size(); }
  size_t count() const { return revisions_.size(); }
  size_t bytes() const { return bytes_; }

  // Appends revision last() + 1, and drops the oldest ones while the log is over a limit (the one
  // just appended stays in any case).
  void Append(std::string text);

  // Does the log still have every revision after `number`? `number` must be of this epoch.
  bool Reaches(uint64_t number) const {
    return number >= base_ && number <= last_ && number + 1 >= first();
  }
  // The revision of that number, first() <= number <= last().
  const Revision& at(uint64_t number) const { return revisions_[number - first()]; }

 private:
  Limits limits_;
  uint64_t base_;
  uint64_t last_;
  size_t bytes_ = 0;
  std::deque<Revision> revisions_;
};

}  // namespace gantt

#endif  // GANTT_MODEL_REVISION_LOG_H_
