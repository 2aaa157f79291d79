#include "model/revision_log.h"

#include <cstring>

namespace gantt {

Revision::Revision(uint64_t number, uint64_t time, std::string_view text,
                   const RevisionParts& parts)
    : number_(number),
      time_(time),
      text_size_(static_cast<uint32_t>(text.size())),
      author_(parts.author),
      changes_(parts.changes) {
  const size_t spans = parts.inputs.size() * sizeof(Span);
  data_.reserve(text.size() + spans);
  data_.append(text);
  if (spans > 0) data_.append(reinterpret_cast<const char*>(parts.inputs.data()), spans);
}

void Revision::AppendPlainChanges(std::string* out) const {
  uint32_t at = changes_.begin;
  for (size_t i = text_size_; i < data_.size(); i += sizeof(Span)) {
    Span input;
    std::memcpy(&input, data_.data() + i, sizeof(Span));
    out->append(Part({at, input.begin}));
    at = input.end;
  }
  out->append(Part({at, changes_.end}));
}

const Revision& RevisionLog::Append(uint64_t time, std::string_view text,
                                    const RevisionParts& parts) {
  const Revision& appended = revisions_.emplace_back(++last_, time, text, parts);
  bytes_ += appended.bytes();
  while (revisions_.size() > 1 && (revisions_.size() > limits_.count || bytes_ > limits_.bytes)) {
    bytes_ -= revisions_.front().bytes();
    revisions_.pop_front();
  }
  return revisions_.back();
}

}  // namespace gantt
