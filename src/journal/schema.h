// The tables of a journal, and the way to them from those of earlier versions. docs/storage.md
// describes them.
#ifndef GANTT_JOURNAL_SCHEMA_H_
#define GANTT_JOURNAL_SCHEMA_H_

#include "base/status.h"
#include "journal/database.h"

namespace gantt {

// What was done to a file of an earlier version. `from` 0: nothing, it is new or of this version.
struct Upgrade {
  int from = 0;
  int to = 0;
};

// Brings a file, which may be new, to the schema of this version, in one commit.
// kStorageNewer: a later version has written it. kDamaged: it is the file of another program,
// or CheckNames() says so.
Status PrepareSchema(Database* database, Upgrade* upgrade);

// Changes nothing. kStorageFailed: it has the schema of an earlier version.
Status CheckSchema(Database* database);

// What stands for the names of projects and users, and for the server, is what was written; else
// kDamaged.
Status CheckNames(Database* database);

// Changes nothing. kDamaged: no version of this program has written it.
Status CheckOrigin(Database* database);

}  // namespace gantt

#endif  // GANTT_JOURNAL_SCHEMA_H_
