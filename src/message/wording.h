// What the core has to know of a dialect, a family of wire messages: how its clients write a
// change, and what they are told of one. docs/protocol.md and the pages of the dialects explain
// them.
#ifndef GANTT_MESSAGE_WORDING_H_
#define GANTT_MESSAGE_WORDING_H_

#include <cstdint>

#include "message/words.h"

namespace gantt {

// Where a message has its changes.
enum class Shape : uint8_t {
  kRevisions,  // {"data":{"project":…,"revisions":[{"revision":…,"changes":{…}},…]}}
  kChanges,    // {"project":…,"changes":{…}}
  kPayload,    // {"payload":{…},"revision":…[,"force":true]}
  kData,  // {"data":{…}[,"revision":…][,"force":true]}: fields may say {"value":…,"oldValue":…}
  kTop,  // {"requestId":…,"revision":…,"tasks":{…},…}: the stores beside what else is said
};

// Is an author told of its own revision?
enum class Echo : uint8_t {
  kAlways,
  kWhereMissed,   // If it added records, or something that it has yet to get came before.
  kWhereRenamed,  // The same, or if it called a record by a name of its own.
};

// Without `told`, subscribers get the broadcast as the log has it.
struct Wording {
  Shape shape = Shape::kRevisions;
  // A change that is refused is answered, and nothing of it is in the log. Else its revisions come
  // back empty, and others put their author right.
  bool is_answered = false;
  bool tells_empty = false;  // Also of a revision that changes nothing.
  Echo echoes = Echo::kAlways;
  Words told;
  Words echo;      // Of its own revision, for its author; none: `told`.
  Words conflict;  // Of a change that conflicts; one for each record where it has places of one.

  // Does a client say in `$input` what its user did, and is the rest derived?
  static constexpr bool SaysInput(Shape shape) { return shape == Shape::kRevisions; }
  // Does its author keep no connection? It is told in one answer what became of its change, and
  // what it has missed.
  static constexpr bool AnswersAll(Shape shape) { return shape == Shape::kTop; }
  bool answers_all() const { return AnswersAll(shape); }
  bool is_of_log() const { return told.empty(); }
};

}  // namespace gantt

#endif  // GANTT_MESSAGE_WORDING_H_
