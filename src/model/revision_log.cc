#include "model/revision_log.h"

#include <utility>

namespace gantt {

void RevisionLog::Append(std::string text) {
  bytes_ += text.size();
  revisions_.push_back({++last_, std::move(text)});
  while (revisions_.size() > 1 && (revisions_.size() > limits_.count || bytes_ > limits_.bytes)) {
    bytes_ -= revisions_.front().text.size();
    revisions_.pop_front();
  }
}

}  // namespace gantt
