// What the core does, counted: the same numbers on every machine and in every run.
#ifndef GANTT_TEST_CORE_WORK_COUNTERS_H_
#define GANTT_TEST_CORE_WORK_COUNTERS_H_

#include <cstddef>
#include <cstdint>

namespace gantt {

struct Work {
  uint64_t steps = 0;  // Basic blocks of the core that were run; the compiler counts them.
  size_t memory = 0;   // Bytes that were held at one time beyond those at the start,
  size_t left = 0;     // and that are held at the end.
};

// Counts from here to Stop().
void StartCounting();
Work StopCounting();

}  // namespace gantt

#endif  // GANTT_TEST_CORE_WORK_COUNTERS_H_
