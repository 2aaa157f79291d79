// Submits a shape to a project, and counts what that costs.
#ifndef GANTT_TEST_CORE_WORK_SUBMIT_SHAPE_H_
#define GANTT_TEST_CORE_WORK_SUBMIT_SHAPE_H_

#include <cstddef>

#include "counters.h"
#include "hostile_shapes.h"
#include "message/terms.h"

namespace gantt {

// One way to submit a change.
struct Way {
  const char* name;
  ConflictPolicy policy;
  bool veto = false;
};

struct Cost : Work {
  size_t message = 0;  // Bytes.
  size_t touched = 0;  // Bytes of the message, and of what there was.
};

// `dialect`: of Dialect. The shape is not refused, but by a veto.
Cost Submit(const HostileShape& shape, size_t size, size_t dialect, const Way& way);

// So many copies make a message of `commands` of about that many bytes.
size_t SizeFor(const HostileShape& shape, size_t bytes);

// Are that many copies, and what goes before them, more records than a message may have?
bool IsRefused(const HostileShape& shape, size_t size);

}  // namespace gantt

#endif  // GANTT_TEST_CORE_WORK_SUBMIT_SHAPE_H_
