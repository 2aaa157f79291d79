// The revisions of a project in order, without gaps, bounded by count and bytes, so that a
// reconnecting client can catch up.
//
// A log belongs to one epoch: a reset starts a new log that continues the numbers.
#ifndef GANTT_STATE_REVISION_LOG_H_
#define GANTT_STATE_REVISION_LOG_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/keyed_hash.h"
#include "base/limits.h"
#include "base/message_end.h"
#include "base/text_queue.h"

namespace gantt {

// A piece of a text.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;
};

// The positions of parts in the text of a revision; messages of other dialects are assembled from
// them.
struct RevisionParts {
  Span author;   // The JSON string of the client.
  Span changes;  // The JSON object.
  // The members `$input` in it, each with one of its commas, in order.
  std::pmr::vector<Span> inputs;
};

// A view of a text and the positions of its parts.
class Revision {
 public:
  Revision(uint64_t number, uint64_t time, std::string_view text, const RevisionParts& parts)
      : Revision(number, time, text, parts, parts.inputs) {}
  Revision(uint64_t number, uint64_t time, std::string_view text, const RevisionParts& parts,
           std::span<const Span> inputs)
      : number_(number),
        time_(time),
        text_(text),
        inputs_(inputs),
        author_(parts.author),
        changes_(parts.changes),
        author_hash_(TextHash()(author())) {}

  uint64_t number() const { return number_; }
  uint64_t time() const { return time_; }  // Milliseconds since 1970.
  // The object as `commands` clients get it: {"revision":"server-N",…}.
  std::string_view text() const { return text_; }
  // JSON string.
  std::string_view author() const { return Part(author_); }
  // A hash of author(), which distinguishes most authors without touching an old text.
  size_t author_hash() const { return author_hash_; }
  // Is it a revision of the server?
  bool is_servers() const { return author() == "\"server\""; }
  // Appends the changes without `$input`, which only `commands` clients use.
  void AppendPlainChanges(std::string* out) const;
  size_t bytes() const { return text_.size() + inputs_.size_bytes(); }

 private:
  std::string_view Part(Span span) const { return text_.substr(span.begin, span.end - span.begin); }

  uint64_t number_;
  uint64_t time_;
  std::string_view text_;
  std::span<const Span> inputs_;
  Span author_;
  Span changes_;
  size_t author_hash_;
};

class RevisionLog {
 public:
  // `base` is the last revision before this epoch; the first one here is base + 1.
  RevisionLog(const Limits& limits, uint64_t base) : RevisionLog(limits, base, base > 0) {}
  // `is_after_reset`: other data preceded this epoch.
  RevisionLog(const Limits& limits, uint64_t base, bool is_after_reset)
      : max_count_(limits.log_revisions),
        max_bytes_(limits.log_bytes),
        is_after_reset_(is_after_reset),
        base_(base),
        last_(base),
        texts_(limits.text_piece_bytes) {}

  uint64_t base() const { return base_; }
  uint64_t last() const { return last_; }
  // The number of the oldest revision in the log; last() + 1 if it is empty.
  uint64_t first() const { return last_ + 1 - revisions_.size(); }
  bool is_after_reset() const { return is_after_reset_; }
  size_t count() const { return revisions_.size(); }
  size_t bytes() const { return bytes_; }
  // Memory in bytes.
  size_t memory() const {
    return revisions_.size() * sizeof(Revision) + told_apart_.size() * sizeof(uint64_t) +
           texts_.memory();
  }

  // Appends revision last() + 1. It is valid until it is forgotten.
  const Revision& Append(uint64_t time, std::string_view text, const RevisionParts& parts);
  // Forgets the oldest ones while the log exceeds a limit; the last one always stays.
  void Forget(MessageEnd);

  // Records that the author of the message that ends with the last revision got a text other than
  // that of the log, because the log omits what only the author has seen.
  void NoteToldApart() { told_apart_.push_back(last_); }
  // Did that author (a JSON string; empty: any author) get such a text for a revision after
  // `number`?
  bool WasToldApart(uint64_t number, std::string_view author) const;

  // Sets an empty log to that revision of its epoch; the next one follows it.
  void StandAt(uint64_t number) { last_ = number; }

  // The log of another instance of this project has the revisions from that number on.
  void NoteOthersFirst(uint64_t number) { others_first_ = number; }
  // Writes before this revision are compared with nothing, neither here nor there.
  uint64_t compared_from() const { return std::min(first(), others_first_); }

  // Does the log have every revision after `number`? A client that disconnected just before a reset
  // has the number at which the epoch begins, but not its data: for it, this is false.
  bool Reaches(uint64_t number) const {
    const bool is_of_this_epoch = number > base_ || (number == base_ && !is_after_reset_);
    return is_of_this_epoch && number <= last_ && number + 1 >= first();
  }
  // The revision with that number, first() <= number <= last().
  const Revision& at(uint64_t number) const { return revisions_[number - first()]; }

 private:
  size_t max_count_;
  size_t max_bytes_;
  bool is_after_reset_;
  uint64_t base_;
  uint64_t last_;
  uint64_t others_first_ = std::numeric_limits<uint64_t>::max();
  size_t bytes_ = 0;
  std::deque<Revision> revisions_;
  std::deque<uint64_t> told_apart_;  // Numbers, in order.
  TextQueue texts_;                  // For each revision the positions of `$input`, then its text.
};

}  // namespace gantt

#endif  // GANTT_STATE_REVISION_LOG_H_
