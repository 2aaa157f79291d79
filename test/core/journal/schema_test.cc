// A file of an earlier version goes on as one of this version; one of somebody else is left alone.
#include "journal/schema.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "journal/faulty_disk.h"
#include "journal/history.h"
#include "journal/journal_fixture.h"

namespace gantt {
namespace {

constexpr const char* kToFirst =
    "DROP TABLE records; DROP TABLE touches; DROP TABLE clients; DROP TABLE identity;"
    "ALTER TABLE projects DROP COLUMN checksum; ALTER TABLE users DROP COLUMN checksum;"
    "ALTER TABLE projects DROP COLUMN source; ALTER TABLE projects DROP COLUMN indexed;"
    "PRAGMA user_version = 1";

class SchemaTest : public JournalTest {
 protected:
  std::string Run(const char* sql) {
    journal_.reset();
    Database database;
    if (Status status = database.Open(path()); !status.ok()) return Render(status);
    return Render(database.Run(sql));
  }
  int64_t Ask(const char* sql) {
    Database database;
    Statement statement;
    EXPECT_EQ(Render(database.Open(path())), "OK");
    EXPECT_EQ(Render(statement.Prepare(&database, sql)), "OK");
    return statement.Next() ? statement.Number(0) : -1;
  }
};

TEST_F(SchemaTest, AFileOfTheFirstVersionIsBroughtToThisOne) {
  Begin();
  ASSERT_EQ(Append(Rename("a")), "OK");
  ASSERT_EQ(Append(Rename("b")), "OK");
  ASSERT_EQ(Run(kToFirst), "OK");
  ASSERT_EQ(Open(), "OK");
  EXPECT_EQ(journal_->upgrade().from, 1);
  EXPECT_EQ(journal_->upgrade().to, 5);
  EXPECT_EQ(Recover(), "OK");
  EXPECT_EQ(Ask("PRAGMA user_version"), 5);
  EXPECT_EQ(Ask("SELECT count(*) FROM touches JOIN records ON record = number WHERE id = '1'"), 2);
  EXPECT_EQ(Ask("SELECT indexed FROM projects"), 2);
  EXPECT_EQ(Append(Rename("c")), "OK");
  EXPECT_EQ(Recover(), "OK");
  ASSERT_EQ(Open(), "OK");
  EXPECT_EQ(journal_->upgrade().from, 0);
}

TEST_F(SchemaTest, ANumberThatIsNotThatOfItsTablesIsDamage) {
  Begin();
  for (const char* number : {"PRAGMA user_version = 0", "PRAGMA user_version = -3"}) {
    ASSERT_EQ(Run(number), "OK");
    EXPECT_EQ(Open(),
              "ERR_DAMAGED: " + path() + ": the number of its schema is not that of its tables");
  }
}

TEST_F(SchemaTest, AFileOfAnotherVersionIsCopiedAsItIs) {
  Begin();
  ASSERT_EQ(Run("ALTER TABLE projects DROP COLUMN checksum; ALTER TABLE users DROP COLUMN checksum;"
                "DROP TABLE clients; DROP TABLE identity; PRAGMA user_version = 2"),
            "OK");
  const std::string copy = folder_ + "/copy.db";
  std::ofstream(copy).close();
  ASSERT_EQ(Render(History::Backup(path(), copy)), "OK");
  std::filesystem::rename(copy, path());
  EXPECT_EQ(Ask("PRAGMA user_version"), 2);
  ASSERT_EQ(Open(), "OK");
  EXPECT_EQ(Recover(), "OK");
}

TEST_F(SchemaTest, AnUpgradeThatFailsIsNoneWhateverTheDiskDoes) {
  Begin();
  for (const char* name : {"a", "b", "c"}) ASSERT_EQ(Append(Rename(name)), "OK");
  ASSERT_EQ(Run(kToFirst), "OK");
  const std::string first = folder_ + "/first.db";
  std::filesystem::copy_file(path(), first);
  FaultyDisk disk;
  int failed = 0;
  const auto open = [&] {
    journal_.reset();
    return Journal::Open(path(), Journal::Durability::kCommit, disk.name(), &journal_);
  };
  size_t operations = 0;
  const auto play = [&](size_t operation, Fault fault) {
    SCOPED_TRACE("operation " + std::to_string(operation));
    for (const char* beside : {"", "-wal", "-shm", "-lock"})
      std::filesystem::remove(path() + beside);
    std::filesystem::copy_file(first, path());
    disk.Arm(operation, fault);
    const Status status = open();
    failed += status.ok() ? 0 : 1;
    EXPECT_NE(status.code(), ErrorCode::kDamaged);
    journal_.reset();
    operations = std::max(operations, disk.operations());
    disk.Heal(operation);
    ASSERT_EQ(Render(open()), "OK");
    EXPECT_EQ(Recover(), "OK");
    journal_.reset();
    EXPECT_EQ(Ask("PRAGMA user_version"), 5);
    EXPECT_EQ(Ask("SELECT indexed FROM projects"), 3);
  };
  play(0, Fault::kNone);
  EXPECT_GT(operations, 10U);
  for (const Fault fault : {Fault::kFull, Fault::kPowerCut}) {
    for (size_t i = 1; i <= operations; ++i) play(i, fault);
  }
  EXPECT_GT(failed, 10);
}

TEST_F(SchemaTest, AFileWithDamageIsNotUpgraded) {
  Begin();
  ASSERT_EQ(Append(Rename("a")), "OK");
  ASSERT_EQ(Run(kToFirst), "OK");
  ASSERT_EQ(Run("UPDATE revisions SET record = x'0102'"), "OK");
  EXPECT_EQ(Open(), "ERR_DAMAGED: " + path() + ": A record is not whole");
  EXPECT_EQ(Ask("PRAGMA user_version"), 1);
  EXPECT_EQ(Ask("SELECT count(*) FROM sqlite_schema WHERE name = 'touches'"), 0);
}

TEST_F(SchemaTest, AFileOfALaterVersionIsRefused) {
  Begin();
  ASSERT_EQ(Run("PRAGMA user_version = 99"), "OK");
  EXPECT_EQ(Open(),
            "ERR_STORAGE_NEWER: " + path() + ": it was written by a later version of this program");
}

TEST_F(SchemaTest, TheDatabaseOfAnotherProgramIsLeftAsItIs) {
  ASSERT_EQ(Run("CREATE TABLE notes (text TEXT)"), "OK");
  EXPECT_EQ(Open(), "ERR_DAMAGED: " + path() + ": it is the database of another program");
  EXPECT_EQ(Ask("SELECT count(*) FROM sqlite_schema"), 1);
}

}  // namespace
}  // namespace gantt
