// What somebody or a disk has changed in a row is found, in each table and each column.
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "journal/history.h"
#include "journal/journal_fixture.h"

namespace gantt {
namespace {

class TablesTest : public JournalTest {
 protected:
  void SetUp() override {
    JournalTest::SetUp();
    Begin();
    for (const char* name : {"a", "b", "c"}) ASSERT_EQ(Append(Rename(name)), "OK");
    ASSERT_EQ(Save(), "OK");
    ASSERT_EQ(Append(Rename("d")), "OK");
    std::vector<KeptClient> clients;
    std::string identity;
    ASSERT_EQ(Render(journal_->LoadClients("the server", &identity, &clients)), "OK");
  }
  // Another row, or another value in one.
  void Change(const std::string& sql) {
    journal_.reset();
    Database database;
    ASSERT_EQ(Render(database.Open(path())), "OK");
    ASSERT_EQ(Render(database.Run(sql.c_str())), "OK") << sql;
  }
  // Of a server that begins with it.
  std::string Start() {
    const std::string opened = Open();
    return opened == "OK" ? Recover() : opened;
  }
  size_t Problems() {
    std::unique_ptr<History> history;
    CheckReport report;
    EXPECT_EQ(Render(History::Open(path(), &history)), "OK");
    EXPECT_EQ(Render(history->Check(&report)), "OK");
    return report.problems.size();
  }
  void ExpectDamage(const std::string& sql) {
    SCOPED_TRACE(sql);
    const std::string file = path();
    Change("VACUUM INTO '" + folder_ + "/whole.db'; " + sql);
    EXPECT_EQ(Start().substr(0, 11), "ERR_DAMAGED");
    journal_.reset();
    EXPECT_GT(Problems(), 0U);
    std::filesystem::remove(file + "-wal");
    std::filesystem::remove(file + "-shm");
    std::filesystem::rename(folder_ + "/whole.db", file);
    EXPECT_EQ(Start(), "OK");
  }
};

TEST_F(TablesTest, AValueThatIsNotWhatWasWrittenIsFound) {
  EXPECT_EQ(Problems(), 0U);
  for (const char* sql : {
           "UPDATE projects SET number = 2",
           "UPDATE projects SET id = '3'",
           "UPDATE projects SET source = 'x'",
           "UPDATE projects SET indexed = 1",
           "UPDATE users SET number = 2",
           "UPDATE users SET name = 'anm'",
           "UPDATE identity SET bytes = x'00'",
           "UPDATE revisions SET key = key + 1 WHERE key % 16 = 4",
           "UPDATE revisions SET time = time + 1 WHERE key % 16 = 4",
           "UPDATE revisions SET user = 0 WHERE key % 16 = 4",
           "UPDATE revisions SET record = substr(record, 1, 9) WHERE key % 16 = 4",
           "UPDATE revisions SET checksum = 1 WHERE key % 16 = 4",
           "UPDATE snapshots SET project = 2",
           "UPDATE snapshots SET revision = 2 WHERE number = 2",
           "UPDATE snapshots SET epoch = 1 WHERE number = 2",
           "UPDATE snapshots SET time = 1 WHERE number = 2",
           "UPDATE snapshots SET snapshot = x'00' WHERE number = 2",
           "UPDATE snapshots SET checksum = 1 WHERE number = 2",
       })
    ExpectDamage(sql);
}

TEST_F(TablesTest, ARowThatIsMissingIsFound) {
  for (const char* sql : {"DELETE FROM revisions WHERE key % 16 = 2", "DELETE FROM snapshots"})
    ExpectDamage(sql);
  // The one before it does as well.
  Change("DELETE FROM snapshots WHERE number = 2");
  EXPECT_EQ(Start(), "OK");
}

TEST_F(TablesTest, RevisionsOfOtherDataAreNotTakenForThoseBehindASnapshot) {
  project_.Reset(Json(kData));
  project_.project.TakeJournal();
  ASSERT_EQ(Save(), "OK");
  head_ = project_.project.revision();
  ASSERT_EQ(Append(Rename("e")), "OK");
  ASSERT_EQ(Start(), "OK");
  ExpectDamage("DELETE FROM snapshots WHERE number = 3");
  ExpectDamage("UPDATE snapshots SET number = 9 WHERE number = 1");
}

TEST_F(TablesTest, ACheckFindsWhatTheIndexOfRecordsLacksOrHasTooMuch) {
  EXPECT_EQ(Problems(), 0U);
  Change("DELETE FROM touches WHERE revision = 2");
  EXPECT_EQ(Problems(), 1U);
  Change("INSERT INTO touches VALUES (1, 2); UPDATE records SET id = '2'");
  EXPECT_GT(Problems(), 0U);
  Change("UPDATE records SET id = '1'");
  EXPECT_EQ(Problems(), 0U);
  Change("INSERT INTO touches VALUES (1, 4)");
  EXPECT_EQ(Problems(), 1U);
}

}  // namespace
}  // namespace gantt
