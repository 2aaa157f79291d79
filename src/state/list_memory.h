// What it takes to read the deltas of clients (store/nested_list.h): which list each client loaded,
// which it showed last, and what the lists were before.
//
// A client says its deltas against the list that it loaded, so what a list was at each revision is
// remembered as far as the log reaches. From its first delta on, both lists of a client are
// remembered by themselves, until it loads the project again or is forgotten.
//
// None of this is kept in a snapshot or a journal: it belongs to connections, and no connection
// outlives the process. The deltas that were made stand in the log as whole lists.
//
// Bounded: beyond `max_bytes` each, the oldest clients and the oldest lists are forgotten. Then a
// delta is taken to be against the list as it is.
#ifndef GANTT_STATE_LIST_MEMORY_H_
#define GANTT_STATE_LIST_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/message_end.h"
#include "base/text_map.h"

namespace gantt {

// A list by the store, the RecordId::key and the field that hold it, for tables.
std::string NameOfList(std::string_view store, std::string_view record, std::string_view field);

class ListMemory {
 public:
  // What a client made of a list.
  struct Seen {
    std::string loaded;
    std::string shown;
    std::string own;  // What was loaded, with what the client itself has changed.
    uint64_t at = 0;  // The revision that wrote over what the client said last that it has seen.
  };
  // What a list was until a revision wrote over it.
  struct Version {
    uint64_t until;
    std::string_view text;
  };

  explicit ListMemory(size_t max_bytes) : max_bytes_(max_bytes) {}

  // A client has been given the whole project, as it is at that revision.
  void Loaded(std::string_view client, uint64_t revision);
  // It holds what another connection of the same client loaded.
  void GoesOn(std::string_view client, std::string_view before);

  // Null when nothing is known. It lives until the next See(), Loaded(), GoesOn() or Forget().
  const Seen* Find(std::string_view client, const std::string& list) const;
  void See(std::string_view client, const std::string& list, Seen seen);
  // May Changed() name something?
  bool ShowsLists(std::string_view client) const { return shown_lists_ > 0 && KnowsLists(client); }
  // The lists of a record of which the client shows something else than it loaded.
  std::vector<std::string> Changed(std::string_view client, std::string_view store,
                                   std::string_view record) const;

  // A revision is about to write a list that was `before`. Revisions come in order.
  void Written(const std::string& list, uint64_t revision, std::string_view before);
  // What the client loaded, where the list is `now`.
  std::string_view LoadedBy(std::string_view client, const std::string& list,
                            std::string_view now) const;
  // What it was before each of the first `most` revisions later than that one that wrote it. Views
  // live until the next Written() or Forget().
  std::vector<Version> Since(uint64_t revision, const std::string& list, size_t most) const;
  uint64_t LoadedAt(std::string_view client) const;

  // Revisions after that one never were.
  void ForgetBehind(uint64_t revision);
  // What is too much, or was before the oldest revision of the log.
  void Forget(MessageEnd end, uint64_t first_revision);
  size_t bytes() const { return client_bytes_ + version_bytes_; }

 private:
  struct Client {
    std::string id;
    uint64_t loaded = 0;  // Revision.
    std::map<std::string, Seen, std::less<>> lists;
    size_t bytes = 0;
  };
  struct OldList {
    uint64_t until;
    std::string list;
    std::string text;
  };

  bool KnowsLists(std::string_view client) const;
  Client* Know(std::string_view client, uint64_t loaded);
  void Forget(std::list<Client>::iterator client);

  size_t max_bytes_;
  std::list<Client> clients_;  // In the order in which they were first seen.
  TextMap<std::list<Client>::iterator> by_id_;
  size_t shown_lists_ = 0;  // Of all clients.
  size_t client_bytes_ = 0;
  std::deque<OldList> versions_;
  TextMap<std::deque<uint64_t>> by_list_;  // Which of all versions are a list's.
  uint64_t forgotten_ = 0;                 // So many versions came before the first.
  uint64_t reaches_ = 0;                   // What was before that revision is not known.
  size_t version_bytes_ = 0;
};

}  // namespace gantt

#endif  // GANTT_STATE_LIST_MEMORY_H_
