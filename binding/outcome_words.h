// The outcome of a small change as bytes, because a Buffer for each message would cost more than
// all other work.
//
// It starts with little-endian words of four bytes: flags (see outcome_words.cc), then for each
// message its receiver (0: the broadcast; 1: the author; 2 + n: subscribers with dialect n) and its
// size. The messages follow, with kRoom free bytes before each. lib/native/outcome-words.js reads
// it.
#ifndef GANTT_BINDING_OUTCOME_WORDS_H_
#define GANTT_BINDING_OUTCOME_WORDS_H_

#include <cstddef>
#include <span>

#include "message/terms.h"

namespace gantt::binding {

// Space before each message for its frame header.
inline constexpr size_t kRoom = 4;

// The number of words; 0: nothing was written, because it does not fit, or the outcome has parts
// that this form cannot express.
size_t PutOutcome(const Outcome& outcome, std::span<char> target);

}  // namespace gantt::binding

#endif  // GANTT_BINDING_OUTCOME_WORDS_H_
