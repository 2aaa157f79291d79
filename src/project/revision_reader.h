// Parses the changes of a revision from its text for `commands` clients.
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
  // The text nests changes more deeply than other dialects do.
  static constexpr size_t kMaxDepth = 2 * json::kMaxMessageDepth;

  RevisionReader();

  // Reads the revision into `changeset`, which views the text until it ends. It may exceed the
  // limits of a client message by what the server added. Codes: those of a change.
  Status Read(std::string_view text);

  Changeset changeset;

 private:
  json::Reader reader_{kMaxDepth};
  std::string message_;
};

}  // namespace gantt

#endif  // GANTT_PROJECT_REVISION_READER_H_
