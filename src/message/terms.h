// The terms of a submission, and its outcome.
#ifndef GANTT_MESSAGE_TERMS_H_
#define GANTT_MESSAGE_TERMS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantt {

// How a field is handled that somebody else wrote after the revision that its author had.
enum class ConflictPolicy : uint8_t {
  kLastWriterWins,
  kReject,      // Nothing of the message is applied.
  kServerWins,  // The field is dropped, the rest is applied.
  kMerge,  // Objects are merged key by key, arrays as sets; for anything else the last writer wins.
  kAsk,    // Nothing is applied; Outcome::conflicts lists the conflicts.
};

struct Terms {
  size_t dialect = 0;  // Dialect of the message: an index into ProjectOptions::wordings.
  ConflictPolicy policy = ConflictPolicy::kLastWriterWins;
  bool veto = false;  // Refuse the message unconditionally.
  // The author is being sent the project, which may overwrite this change: with kWhereRenamed, it
  // also gets its own revision.
  bool is_unsure = false;
  bool may_force = false;  // `"force":true` of a message is obeyed.
  // Bit n: dialect n has subscribers. The dialect of the log is always encoded.
  uint32_t audience = 0;
  uint64_t base = 0;  // The last revision that the author certainly has.
  // The client id of the author's first connection, if it has reconnected; else empty.
  std::string_view origin = {};
};

// The messages and their receivers. All texts are whole messages.
struct Outcome {
  void Clear();  // Keeps the memory.

  bool changed = false;   // Revisions were appended to the log.
  std::string broadcast;  // The text of the log, for each subscriber with that dialect.
  std::vector<std::vector<std::string>> told;  // By dialect; for each subscriber except the author.
  // For the author instead of the message of its dialect; undefined: the same.
  std::optional<std::vector<std::string>> author;
  // The state of the author is unknown: it needs the whole project.
  bool author_is_lost = false;
  std::string client_revision;  // JSON text: the author's own number of it; or empty.
  // JSON [{"store","type","id","fields"?},…]; empty if none were searched or found.
  std::string conflicts;
  std::string locked;  // JSON [{"store","id","lockedBy"},…]: dropped edits of records that another
                       // client has locked; or empty.
  std::string storms;  // JSON [{"store","id","field","clients":[…],"alternations":…},…]; or empty.
};

}  // namespace gantt

#endif  // GANTT_MESSAGE_TERMS_H_
