// What a query for a part of a store may look at, so that no query holds up the server for long.
#ifndef GANTT_WIRE_PAGE_WORK_H_
#define GANTT_WIRE_PAGE_WORK_H_

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace gantt {

// Counted in steps, which are the same on every machine: a byte that is looked at is one, and what
// is done for a field besides is as much as kField. Not safe for threads.
class PageWork {
 public:
  static constexpr size_t kField = 64;
  static constexpr size_t kRecord = 16;

  explicit PageWork(size_t most) : left_(most) {}

  // Of two texts: sixteen bytes are compared in the time in which one is read.
  static size_t StepsToCompare(std::string_view one, std::string_view other) {
    return 4 + std::min(one.size(), other.size()) / 16;
  }

  // False: it is more than there is, and nothing is left.
  bool Spend(size_t steps) {
    is_over_ = is_over_ || steps > left_;
    left_ = is_over_ ? 0 : left_ - steps;
    return !is_over_;
  }
  size_t left() const { return left_; }
  bool is_over() const { return is_over_; }

 private:
  size_t left_;
  bool is_over_ = false;
};

}  // namespace gantt

#endif  // GANTT_WIRE_PAGE_WORK_H_
