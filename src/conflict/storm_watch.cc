#include "conflict/storm_watch.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "state/field_history.h"
#include "state/revision_log.h"

namespace gantt {

void StormWatch::Look(const RevisionLog& log, const Revision& revision, const FieldHistory& history,
                      std::string* storms) {
  if (revision.is_servers()) return;
  uint64_t quiet = 0;  // A revision that is no alternation with this one; fields often share it.
  for (const FieldHistory::Overwrite& write : history.overwrites()) {
    if (write.before == quiet || write.before < log.first()) continue;
    const Revision& before = log.at(write.before);
    // Two authors with one hash would count as one, so their storms would be missed.
    const bool is_alternation = before.author_hash() != revision.author_hash() &&
                                revision.time() - before.time() <= kWithin && !before.is_servers();
    if (!is_alternation) {
      quiet = write.before;
      continue;
    }
    // A record that the same revision removed no longer exists.
    if (history.LastWritten(write.record, write.field) != revision.number()) continue;
    const Place place{write.record, write.field};
    // Independent of the order.
    const size_t authors = before.author_hash() + revision.author_hash();
    if (!Alternate(place, authors, revision.time())) continue;
    storms->append(storms->empty() ? "[{" : ",{").append("\"store\":\"").append(write.store);
    storms->append("\",\"id\":").append(write.record->raw_id()).append(",\"field\":\"");
    storms->append(write.record->fields.key(write.field)).append("\",\"clients\":[");
    storms->append(before.author()).append(",").append(revision.author());
    storms->append("],\"alternations\":").append(std::to_string(kAlternations)).append("}");
  }
}

bool StormWatch::Alternate(const Place& place, size_t authors, uint64_t now) {
  auto found = contests_.find(place);
  if (found == contests_.end()) {
    if (contests_.size() >= max_fields_) contests_.clear();
    found = contests_.try_emplace(place).first;
  }
  Contest& contest = found->second;
  if (contest.authors != authors) contest.count = 0;
  contest.authors = authors;
  contest.times[contest.count % kAlternations] = now;
  ++contest.count;
  if (contest.count < kAlternations) return false;
  const uint64_t oldest = contest.times[contest.count % kAlternations];
  if (now - oldest > kWithin) return false;
  contest.count = 0;
  return true;
}

}  // namespace gantt
