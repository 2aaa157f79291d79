// The tables of a journal, and the way to them from those of earlier versions. docs/storage.md
// describes them.
#ifndef GANTT_JOURNAL_SCHEMA_H_
#define GANTT_JOURNAL_SCHEMA_H_

#include "base/status.h"
#include "journal/database.h"

namespace gantt {

// Brings a file, which may be new, to the schema of this version, in one commit.
// kStorageNewer: a later version has written it. kDamaged: it is the file of another program.
Status PrepareSchema(Database* database);

// Changes nothing. kStorageFailed: it has the schema of an earlier version.
Status CheckSchema(Database* database);

}  // namespace gantt

#endif  // GANTT_JOURNAL_SCHEMA_H_
