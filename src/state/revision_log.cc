#include "state/revision_log.h"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/message_end.h"

namespace gantt {

void Revision::AppendPlainChanges(std::string* out) const {
  uint32_t at = changes_.begin;
  for (const Span input : inputs_) {
    assert(at <= input.begin && input.begin <= input.end && input.end <= changes_.end);
    out->append(Part({at, input.begin}));
    at = input.end;
  }
  out->append(Part({at, changes_.end}));
}

const Revision& RevisionLog::Append(uint64_t time, std::string_view text,
                                    const RevisionParts& parts) {
  const size_t count = parts.inputs.size();
  char* const memory = texts_.Append(count * sizeof(Span) + text.size());
  auto* const inputs = reinterpret_cast<Span*>(memory);
  std::uninitialized_copy(parts.inputs.begin(), parts.inputs.end(), inputs);
  char* const kept = memory + count * sizeof(Span);
  text.copy(kept, text.size());
  bytes_ += revisions_
                .emplace_back(++last_, time, std::string_view(kept, text.size()), parts,
                              std::span<const Span>(inputs, count))
                .bytes();
  return revisions_.back();
}

void RevisionLog::Forget(MessageEnd /*end*/) {
  while (revisions_.size() > 1 && (revisions_.size() > max_count_ || bytes_ > max_bytes_)) {
    const size_t oldest = revisions_.front().bytes();
    revisions_.pop_front();
    texts_.DropFirst(oldest);
    bytes_ -= oldest;
  }
  while (!told_apart_.empty() && told_apart_.front() < first()) told_apart_.pop_front();
}

bool RevisionLog::WasToldApart(uint64_t number, std::string_view author) const {
  uint64_t own = last_ + 1;
  for (size_t i = told_apart_.size(); i-- > 0 && told_apart_[i] > number;) {
    if (author.empty()) return true;
    if (own <= told_apart_[i]) continue;  // Its author was compared.
    own = told_apart_[i];
    while (own >= first() && at(own).is_servers()) --own;
    if (own < first() || at(own).author() == author) return true;
  }
  return false;
}

}  // namespace gantt
