#include "journal/clients.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/binary.h"
#include "base/status.h"
#include "journal/checksum.h"
#include "journal/database.h"

namespace gantt {
namespace {

int64_t ChecksumOf(const KeptClient& client, int64_t project, int64_t user) {
  std::string bytes;
  BinaryWriter writer(&bytes);
  for (const std::string_view text : {std::string_view(client.id), std::string_view(client.origin),
                                      std::string_view(client.dialect)})
    writer.Text(text);
  for (const uint64_t number : {static_cast<uint64_t>(project), static_cast<uint64_t>(user),
                                client.epoch, client.seen, client.answered})
    writer.Number(number);
  return Checksum(bytes);
}

}  // namespace

Status Clients::Prepare(Database* database) {
  const std::pair<Statement*, const char*> statements[] = {
      {&add_,
       "INSERT OR REPLACE INTO clients "
       "(id, origin, dialect, project, user, epoch, seen, answered, checksum) "
       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      {&forget_, "DELETE FROM clients WHERE number <= (SELECT max(number) FROM clients) - ?"},
      {&all_,
       "SELECT clients.id, origin, dialect, project, user, epoch, seen, answered, "
       "clients.checksum, "
       "projects.id, users.name FROM clients JOIN projects ON projects.number = project "
       "LEFT JOIN users ON users.number = user ORDER BY clients.number"},
      {&identity_, "SELECT bytes FROM identity"},
      {&set_identity_, "INSERT INTO identity VALUES (?1, checksum(?1))"},
  };
  return PrepareAll(database, statements);
}

Status Clients::Save(const KeptClient& client, int64_t project, int64_t user) {
  add_.Bind(1, client.id);
  add_.Bind(2, client.origin);
  add_.Bind(3, client.dialect);
  add_.Bind(4, project);
  add_.Bind(5, user);
  add_.Bind(6, static_cast<int64_t>(client.epoch));
  add_.Bind(7, static_cast<int64_t>(client.seen));
  add_.Bind(8, static_cast<int64_t>(client.answered));
  add_.Bind(9, ChecksumOf(client, project, user));
  if (Status status = add_.Finish(); !status.ok()) return status;
  forget_.Bind(1, int64_t{kMost});
  return forget_.Finish();
}

Status Clients::All(std::vector<KeptClient>* clients) {
  while (all_.Next()) {
    KeptClient client;
    client.id = all_.Bytes(0);
    client.origin = all_.Bytes(1);
    client.dialect = all_.Bytes(2);
    client.epoch = static_cast<uint64_t>(all_.Number(5));
    client.seen = static_cast<uint64_t>(all_.Number(6));
    client.answered = static_cast<uint64_t>(all_.Number(7));
    // A damaged row is ignored: its client gets a new identity.
    if (all_.Number(8) != ChecksumOf(client, all_.Number(3), all_.Number(4))) continue;
    client.project = all_.Bytes(9);
    client.user = all_.Bytes(10);
    clients->push_back(std::move(client));
  }
  return all_.End();
}

Status Clients::Identity(std::string_view fresh, std::string* identity) {
  identity->clear();
  if (identity_.Next()) *identity = identity_.Bytes(0);
  if (Status status = identity_.End(); !status.ok() || !identity->empty()) return status;
  *identity = fresh;
  set_identity_.BindBytes(1, fresh);
  return set_identity_.Finish();
}

}  // namespace gantt
