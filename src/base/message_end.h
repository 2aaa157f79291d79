// When memory that the texts of a message may view is given back.
//
// What is read of a message views its bytes, its arena, and what the project remembers: phantom
// names, revisions, records. So while a message is handled nothing of that ends: what is removed,
// or has become too much, waits for its Forget() or End…(), and those take a MessageEnd. Only a
// Changeset, which holds all those views, can make one, and it lets go of them first.
//
// What is written in place (the fields of a record) has no such life: who wants it to outlast a
// write copies it into the arena.
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
