// Under which terms a change is submitted, and what came of it.
#ifndef GANTT_MESSAGE_TERMS_H_
#define GANTT_MESSAGE_TERMS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantt {

// What becomes of a field that somebody else wrote after the revision that its author had.
enum class ConflictPolicy : uint8_t {
  kLastWriterWins,
  kReject,      // Nothing of the message is applied.
  kServerWins,  // The field is left out, the rest is applied.
  kMerge,  // Objects are merged key by key, arrays as sets; for anything else the last writer wins.
  kAsk,    // Nothing is done; Outcome::conflicts says what there is to decide.
};

struct Terms {
  size_t dialect = 0;  // Of the message: which of ProjectOptions::wordings.
  ConflictPolicy policy = ConflictPolicy::kLastWriterWins;
  bool veto = false;  // Refuse the message, whatever it says.
  // The author gets the project, which may take the place of what it says now: with kWhereRenamed
  // it is told of that, too.
  bool is_unsure = false;
  bool may_force = false;  // `"force":true` of a message is obeyed.
  uint32_t audience = 0;   // Bit n: somebody listens in dialect n. They get the log's in any case.
  uint64_t base = 0;       // The last revision that the author certainly has.
  // The client id of the author's first connection, where it has come back; else empty.
  std::string_view origin = {};
};

// Who gets what. All texts are whole messages.
struct Outcome {
  void Clear();  // Keeps the memory.

  bool changed = false;   // Revisions were appended to the log.
  std::string broadcast;  // As the log has them, for each subscriber that speaks so.
  std::vector<std::vector<std::string>> told;  // By the dialect; for each but the author.
  // What the author gets in place of what the others of its dialect get; none: the same.
  std::optional<std::vector<std::string>> author;
  // What the author shows cannot be told from here: it needs the whole project.
  bool author_is_lost = false;
  std::string client_revision;  // JSON text: the author's own number of it; or empty.
  std::string conflicts;  // JSON [{"store","type","id","fields"?},…]; empty when none was looked
                          // for, or found.
  std::string locked;  // JSON [{"store","id","lockedBy"},…]: what was left out of the change, since
                       // somebody else holds these records; or empty.
  std::string storms;  // JSON [{"store","id","field","clients":[…],"alternations":…},…]; or empty.
};

}  // namespace gantt

#endif  // GANTT_MESSAGE_TERMS_H_
