// The tables of a journal, and the upgrades from earlier versions. docs/storage.md describes them.
#ifndef GANTT_JOURNAL_SCHEMA_H_
#define GANTT_JOURNAL_SCHEMA_H_

#include "base/status.h"
#include "journal/database.h"

namespace gantt {

// The upgrade of a file. `from` 0: none, because it is new or current.
struct Upgrade {
  int from = 0;
  int to = 0;
};

// Upgrades a file, which may be new, to the current schema in one commit. kStorageNewer: a later
// version has written it. kDamaged: it belongs to another program, or CheckNames() fails.
Status PrepareSchema(Database* database, Upgrade* upgrade);

// Changes nothing. kStorageFailed: it has an earlier schema.
Status CheckSchema(Database* database);

// Checks the rows of projects, users and the identity of the server; kDamaged if one is wrong.
Status CheckNames(Database* database);

// Changes nothing. kDamaged: no version of this program has written it.
Status CheckOrigin(Database* database);

}  // namespace gantt

#endif  // GANTT_JOURNAL_SCHEMA_H_
