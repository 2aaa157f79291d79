// Under which terms a change is submitted, and what came of it.
#ifndef GANTT_MESSAGE_TERMS_H_
#define GANTT_MESSAGE_TERMS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantt {

// A family of wire messages (docs/protocol.md, docs/flat.md, docs/sync.md).
enum class Dialect : uint8_t { kCommands, kFlat, kSync };

// What becomes of a field that somebody else wrote after the revision that its author had.
enum class ConflictPolicy : uint8_t {
  kLastWriterWins,
  kReject,      // Nothing of the message is applied.
  kServerWins,  // The field is left out, the rest is applied.
  kMerge,  // Objects are merged key by key, arrays as sets; for anything else the last writer wins.
  kAsk,    // Nothing is done; Outcome::conflicts says what there is to decide.
};

struct Terms {
  Dialect dialect = Dialect::kCommands;  // Of the message.
  ConflictPolicy policy = ConflictPolicy::kLastWriterWins;
  bool veto = false;       // Refuse the message, whatever it says.
  bool may_force = false;  // `"force":true` of a sync message is obeyed.
  bool for_flat = false;   // There are subscribers of that dialect.
  bool for_sync = false;
  uint64_t base = 0;  // The last revision that the author certainly has.
  // The client id of the author's first connection, where it has come back; else empty.
  std::string_view origin = {};
};

// Who gets what. All texts are whole messages.
struct Outcome {
  void Clear();  // Keeps the memory.

  bool changed = false;           // Revisions were appended to the log.
  std::string commands;           // For each subscriber of the dialect.
  std::vector<std::string> flat;  // For each but the author.
  std::vector<std::string> sync;  // For each but the author.
  // What the author gets in place of what the others of its dialect get; none: the same.
  std::optional<std::vector<std::string>> author;
  // What the author shows cannot be told from here: it needs the whole project.
  bool author_is_lost = false;
  std::string client_revision;  // JSON text: the author's own number of it, in `sync`; or empty.
  std::string conflicts;  // JSON [{"store","type","id","fields"?},…]; empty when none was looked
                          // for, or found.
  std::string locked;  // JSON [{"store","id","lockedBy"},…]: what was left out of the change, since
                       // somebody else holds these records; or empty.
  std::string storms;  // JSON [{"store","id","field","clients":[…],"alternations":…},…]; or empty.
};

}  // namespace gantt

#endif  // GANTT_MESSAGE_TERMS_H_
