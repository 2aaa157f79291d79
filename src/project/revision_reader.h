// Reads back what a revision changed, from its text as `commands` clients got it.
#ifndef GANTT_PROJECT_REVISION_READER_H_
#define GANTT_PROJECT_REVISION_READER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "base/status.h"
#include "json/reader.h"
#include "message/changeset.h"

namespace gantt {

class RevisionReader {
 public:
  // Other dialects nest their changes less deeply than the text has them.
  static constexpr size_t kMaxDepth = 2 * json::kMaxMessageDepth;

  RevisionReader();

  // The one revision is in `changeset` then, which views what was read until it ends. It may be
  // larger than a client's, by what the server added. Codes: those of a change.
  Status Read(std::string_view text);

  Changeset changeset;

 private:
  json::Reader reader_{kMaxDepth};
  std::string message_;
};

}  // namespace gantt

#endif  // GANTT_PROJECT_REVISION_READER_H_
