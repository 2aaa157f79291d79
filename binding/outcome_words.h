// What came of a change as bytes: a Buffer for each of its messages costs more than all the work on
// a small change.
//
// First words of four bytes, the lowest first: what holds (see the flags in outcome_words.cc), then
// for each message whose it is (0: the broadcast; 1: the author's; 2 + n: for those of dialect n)
// and its size. Behind them the messages, with kRoom free bytes in front of each.
// lib/native/outcome-words.js reads it.
#ifndef GANTT_BINDING_OUTCOME_WORDS_H_
#define GANTT_BINDING_OUTCOME_WORDS_H_

#include <cstddef>
#include <span>

#include "message/terms.h"

namespace gantt::binding {

// In front of each message, for the header of the frame in which it goes out.
inline constexpr size_t kRoom = 4;

// The number of words; 0: nothing was put there, since it has not room for all, or something is
// said that has no place in it.
size_t PutOutcome(const Outcome& outcome, std::span<char> target);

}  // namespace gantt::binding

#endif  // GANTT_BINDING_OUTCOME_WORDS_H_
