// The data for interpreting deltas of clients (store/nested_list.h): the list that each client
// loaded, the list that it last showed, and earlier states of the lists.
//
// Deltas of a client refer to the list that it loaded, so the state of a list at each revision is
// remembered as far back as the log reaches. From its first delta on, both lists of a client are
// stored separately, until it loads the project again or is forgotten.
//
// None of this is in a snapshot or journal, because it belongs to connections, which end with the
// process. Applied deltas are in the log as whole lists.
//
// Bounded: beyond `max_bytes` each, the oldest clients and the oldest lists are forgotten. A delta
// then counts as one against the current list.
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
  // The state of a list at a client.
  struct Seen {
    std::string loaded;
    std::string shown;
    std::string own;  // The loaded list plus the client's own changes.
    uint64_t at = 0;  // The revision that overwrote the last list that the client reported.
  };
  // The state of a list before a revision overwrote it.
  struct Version {
    uint64_t until;
    std::string_view text;
  };

  explicit ListMemory(size_t max_bytes) : max_bytes_(max_bytes) {}

  // A client loaded the whole project as of that revision.
  void Loaded(std::string_view client, uint64_t revision);
  // A client continues with the state of its earlier connection.
  void GoesOn(std::string_view client, std::string_view before);

  // Null if unknown. Valid until the next See(), Loaded(), GoesOn() or Forget().
  const Seen* Find(std::string_view client, const std::string& list) const;
  void See(std::string_view client, const std::string& list, Seen seen);
  // Can Changed() return anything?
  bool ShowsLists(std::string_view client) const { return shown_lists_ > 0 && KnowsLists(client); }
  // The lists of a record whose shown state differs from the loaded one.
  std::vector<std::string> Changed(std::string_view client, std::string_view store,
                                   std::string_view record) const;

  // A revision is about to overwrite the list `before`. Call it in the order of revisions.
  void Written(const std::string& list, uint64_t revision, std::string_view before);
  // The list that the client loaded, if it is `now` at present.
  std::string_view LoadedBy(std::string_view client, const std::string& list,
                            std::string_view now) const;
  // Its state before each of the first `most` later revisions that wrote it. Views are valid until
  // the next Written() or Forget().
  std::vector<Version> Since(uint64_t revision, const std::string& list, size_t most) const;
  uint64_t LoadedAt(std::string_view client) const;

  // Discards revisions after that one.
  void ForgetBehind(uint64_t revision);
  // Forgets the excess, and states from before the oldest revision of the log.
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
  std::list<Client> clients_;  // In the order of their first appearance.
  TextMap<std::list<Client>::iterator> by_id_;
  size_t shown_lists_ = 0;  // Of all clients.
  size_t client_bytes_ = 0;
  std::deque<OldList> versions_;
  TextMap<std::deque<uint64_t>> by_list_;  // The positions of a list's versions.
  uint64_t forgotten_ = 0;                 // Number of versions before the first.
  uint64_t reaches_ = 0;                   // States before that revision are unknown.
  size_t version_bytes_ = 0;
};

}  // namespace gantt

#endif  // GANTT_STATE_LIST_MEMORY_H_
