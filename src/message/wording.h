// The part of a dialect, a family of wire messages, that the core needs: how its clients write a
// change, and the messages about one. docs/protocol.md and the pages of the dialects explain them.
#ifndef GANTT_MESSAGE_WORDING_H_
#define GANTT_MESSAGE_WORDING_H_

#include <cstdint>

#include "message/words.h"

namespace gantt {

// Where the changes stand in a message.
enum class Shape : uint8_t {
  kRevisions,  // {"data":{"project":…,"revisions":[{"revision":…,"changes":{…}},…]}}
  kChanges,    // {"project":…,"changes":{…}}
  kPayload,    // {"payload":{…},"revision":…[,"force":true]}
  kData,  // {"data":{…}[,"revision":…][,"force":true]}: fields may say {"value":…,"oldValue":…}
  kTop,  // {"requestId":…,"revision":…,"tasks":{…},…}: the stores beside other members
};

// Does an author get its own revision?
enum class Echo : uint8_t {
  kAlways,
  kWhereMissed,   // If it added records, or an earlier revision has not reached it yet.
  kWhereRenamed,  // The same, or if it named a record by its own phantom id.
};

// Without `told`, subscribers get the text of the log.
struct Wording {
  Shape shape = Shape::kRevisions;
  // A refused change is answered, and is not in the log. Otherwise its revisions come back empty,
  // and a further revision corrects the author.
  bool is_answered = false;
  bool tells_empty = false;  // Also for an empty revision.
  Echo echoes = Echo::kAlways;
  Words told;
  Words echo;  // A revision, for its author; none: `told`.
  // A conflicting change; one message for each record if it has values of a record.
  Words conflict;

  // Do clients put the user's edits into `$input`, so that the rest is derived?
  static constexpr bool SaysInput(Shape shape) { return shape == Shape::kRevisions; }
  // Do its clients have no connection? Then one answer has the result of the change and all missed
  // changes.
  static constexpr bool AnswersAll(Shape shape) { return shape == Shape::kTop; }
  bool answers_all() const { return AnswersAll(shape); }
  bool is_of_log() const { return told.empty(); }
};

}  // namespace gantt

#endif  // GANTT_MESSAGE_WORDING_H_
