// Controls when memory is released that texts of a message may view.
//
// A parsed message views its bytes, its arena, and the memory of the project: phantom ids,
// revisions, records. None of that may be freed while a message is handled. So removed or excess
// entries wait for Forget() or End…(), which take a MessageEnd. Only a Changeset, which holds all
// those views, can make one, and it drops its views first.
//
// This does not protect data that are overwritten in place, such as the fields of a record: copy
// them into the arena if they are needed after a write.
#ifndef GANTT_BASE_MESSAGE_END_H_
#define GANTT_BASE_MESSAGE_END_H_

namespace gantt {

class MessageEnd {
 private:
  friend struct Changeset;
  MessageEnd() = default;
};

}  // namespace gantt

#endif  // GANTT_BASE_MESSAGE_END_H_
