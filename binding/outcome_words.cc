#include "outcome_words.h"

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arguments.h"
#include "message/terms.h"

namespace gantt::binding {
namespace {

constexpr uint32_t kChanged = 1;
constexpr uint32_t kHasAuthor = 2;
constexpr uint32_t kAuthorIsLost = 4;

constexpr uint32_t kBroadcast = 0;
constexpr uint32_t kAuthor = 1;
constexpr uint32_t kFirstDialect = 2;

constexpr size_t kWordBytes = 4;

template <typename Visit>
void ForEachMessage(const Outcome& outcome, Visit visit) {
  if (outcome.changed) visit(kBroadcast, std::string_view(outcome.broadcast));
  for (size_t dialect = 0; dialect < outcome.told.size(); ++dialect) {
    for (const std::string& message : outcome.told[dialect])
      visit(kFirstDialect + static_cast<uint32_t>(dialect), std::string_view(message));
  }
  if (!outcome.author) return;
  for (const std::string& message : *outcome.author) visit(kAuthor, std::string_view(message));
}

void PutWord(uint32_t word, char* to) {
  for (size_t i = 0; i < kWordBytes; ++i) to[i] = static_cast<char>(word >> (8 * i) & 0xff);
}

}  // namespace

size_t PutOutcome(const Outcome& outcome, std::span<char> target) {
  if (!outcome.conflicts.empty() || !outcome.locked.empty() || !outcome.storms.empty()) return 0;
  size_t words = 1;
  size_t bytes = 0;
  bool is_short = true;
  ForEachMessage(outcome, [&](uint32_t /*whose*/, std::string_view message) {
    words += 2;
    bytes += kRoom + message.size();
    is_short = is_short && message.size() < kWorthAdopting;
  });
  if (!is_short || words * kWordBytes + bytes > target.size()) return 0;

  char* word = target.data();
  char* text = target.data() + words * kWordBytes;
  PutWord((outcome.changed ? kChanged : 0) | (outcome.author ? kHasAuthor : 0) |
              (outcome.author_is_lost ? kAuthorIsLost : 0),
          word);
  word += kWordBytes;
  ForEachMessage(outcome, [&](uint32_t whose, std::string_view message) {
    PutWord(whose, word);
    PutWord(static_cast<uint32_t>(message.size()), word + kWordBytes);
    word += 2 * kWordBytes;
    std::memcpy(text + kRoom, message.data(), message.size());
    text += kRoom + message.size();
  });
  return words;
}

}  // namespace gantt::binding
