// Stores clients by id with their project, so that a client keeps its identity across a restart
// (docs/protocol.md, "Reconnecting").
#ifndef GANTT_JOURNAL_CLIENTS_H_
#define GANTT_JOURNAL_CLIENTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "journal/database.h"

namespace gantt {

struct KeptClient {
  std::string id;
  std::string origin;  // The id of its first connection: see Submitter.
  std::string user;    // Empty: no name.
  std::string dialect;
  std::string project;    // Its id, as text.
  uint64_t epoch = 0;     // RevisionLog::base.
  uint64_t seen = 0;      // The last revision that it has certainly received,
  uint64_t answered = 0;  // and the last up to which all answers to it have.
};

class Clients {
 public:
  // The maximum number of stored clients, the latest ones.
  static constexpr int kMost = 10'000;

  Status Prepare(Database* database);
  // Replaces the row of its id. `project` and `user`: their numbers.
  Status Save(const KeptClient& client, int64_t project, int64_t user);
  // The clients with undamaged rows, the latest last.
  Status All(std::vector<KeptClient>* clients);
  // Returns the value of the first call on this file.
  Status Identity(std::string_view fresh, std::string* identity);

 private:
  Statement add_, forget_, all_, identity_, set_identity_;
};

}  // namespace gantt

#endif  // GANTT_JOURNAL_CLIENTS_H_
