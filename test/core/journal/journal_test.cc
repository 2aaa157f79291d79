// What a journal keeps is there again, in order and whole, or it says so.
#include "journal/journal.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <string_view>

#include "journal/journal_fixture.h"

namespace gantt {
namespace {

TEST_F(JournalTest, ANewFileHasNothingOfAnyProject) {
  ASSERT_EQ(Open(), "OK");
  EXPECT_EQ(Recover(), "nothing");
}

TEST_F(JournalTest, GivesBackTheProjectThatItKept) {
  Begin();
  std::string turn = Rename("a");
  turn += Rename("b");
  EXPECT_EQ(Append(turn), "OK");
  EXPECT_EQ(Append(Rename("c")), "OK");
  EXPECT_EQ(Recover(), "OK");
  ASSERT_EQ(Open(), "OK");
  EXPECT_EQ(Recover(), "OK");
  EXPECT_EQ(Append(Rename("d")), "OK");
  EXPECT_EQ(Recover(), "OK");
}

TEST_F(JournalTest, WhatIsKeptTogetherIsThereAsAWholeOrNotAtAll) {
  ASSERT_EQ(Open(), "OK");
  const std::string snapshot = project_.project.Snapshot();
  const Journal::Start start{.time = TestProject::kNow, .snapshot = snapshot};
  std::string turn = Rename("a");
  const Journal::Batch batch{"1", 0, "ann", turn};
  const Journal::Batch wrong{"1", 7, "ann", turn};
  for (const bool fails : {false, true}) {
    ASSERT_EQ(Render(journal_->Begin()), "OK");
    ASSERT_EQ(Render(journal_->SaveSnapshot("1", start)), "OK");
    ASSERT_EQ(Render(journal_->Append({&batch, 1})), "OK");
    if (fails) {
      EXPECT_EQ(journal_->Append({&wrong, 1}).code(), ErrorCode::kStorageHead);
      EXPECT_EQ(journal_->Append({&batch, 1}).code(), ErrorCode::kStorageFailed);
    }
    EXPECT_EQ(journal_->End(fails).ok(), !fails);
    EXPECT_EQ(Recover(), "nothing");
  }
  // One that ends in the middle.
  ASSERT_EQ(Render(journal_->Begin()), "OK");
  ASSERT_EQ(Render(journal_->SaveSnapshot("1", start)), "OK");
  ASSERT_EQ(Open(), "OK");
  EXPECT_EQ(Recover(), "nothing");
  ASSERT_EQ(Render(journal_->Begin()), "OK");
  ASSERT_EQ(Render(journal_->SaveSnapshot("1", start)), "OK");
  ASSERT_EQ(Render(journal_->Append({&batch, 1})), "OK");
  ASSERT_EQ(Render(journal_->End(true)), "OK");
  EXPECT_EQ(Recover(), "OK");
  ASSERT_EQ(Open(), "OK");
  EXPECT_EQ(Recover(), "OK");
}

TEST_F(JournalTest, StartsFromItsLastSnapshotWithAFullLog) {
  Begin();
  for (int i = 0; i < 150; ++i) ASSERT_EQ(Append(Rename(std::to_string(i))), "OK");
  ASSERT_EQ(Save(), "OK");
  const std::string last = Rename("z");
  ASSERT_EQ(Append(last), "OK");
  std::optional<Kept> kept;
  ASSERT_TRUE(journal_->Load("1", kLog, &kept).ok());
  EXPECT_EQ(kept->revisions_behind, 1U);
  EXPECT_EQ(kept->bytes_behind, last.size());
  Project twin(Options());
  ASSERT_EQ(Render(twin.Restore(kept->snapshot, kept->records)), "OK");
  EXPECT_EQ(twin.state().log.first(), 51U);
  EXPECT_EQ(twin.state().log.last(), 151U);
  EXPECT_EQ(twin.Snapshot(), project_.project.Snapshot());
}

TEST_F(JournalTest, AResetBeginsAnewBehindAllRevisions) {
  Begin();
  ASSERT_EQ(Append(Rename("a")), "OK");
  project_.Reset(Json(kData));
  project_.project.TakeJournal();
  ASSERT_EQ(Save(), "OK");
  EXPECT_EQ(Recover(), "OK");
  ASSERT_EQ(Append(Rename("b")), "OK");
  EXPECT_EQ(Recover(), "OK");
}

TEST_F(JournalTest, KeepsProjectsApart) {
  Begin();
  TestProject other("{}", Options());
  const std::string snapshot = other.project.Snapshot();
  ASSERT_TRUE(journal_->SaveSnapshot("other", {0, 0, TestProject::kNow, snapshot}).ok());
  other.Change("{'tasks':{'added':[{'id':5}]}}");
  const std::string others = other.project.TakeJournal();
  const std::string own = Rename("a");
  const Journal::Batch batches[] = {{"1", 0, "ann", own}, {"other", 0, "bob", others}};
  ASSERT_EQ(Render(journal_->Append(batches)), "OK");
  EXPECT_EQ(Recover(), "OK");
  std::optional<Kept> kept;
  ASSERT_TRUE(journal_->Load("other", kLog, &kept).ok());
  EXPECT_EQ(kept->records, others);
}

TEST_F(JournalTest, WhatDoesNotFollowIsRefusedAsAWhole) {
  Begin();
  const std::string first = Rename("a");
  const std::string second = Rename("b");
  EXPECT_EQ(Append(second), "ERR_STORAGE_HEAD: Revision 1 was expected, and 0 is the last");
  EXPECT_EQ(Append(first + first), "ERR_STORAGE_HEAD: Revision 0 was expected, and 1 is the last");
  EXPECT_EQ(Append(first, "unknown"),
            "ERR_STORAGE_HEAD: There is no snapshot of this project to begin with");
  EXPECT_EQ(Append(first.substr(1)), "ERR_DAMAGED: A record is not whole");
  EXPECT_EQ(Append(first + second), "OK");
  EXPECT_EQ(Recover(), "OK");
}

TEST_F(JournalTest, OneServerHasAFile) {
  Begin();
  std::unique_ptr<Journal> second;
  EXPECT_EQ(Render(Journal::Open(path(), Journal::Durability::kCommit, nullptr, &second)),
            "ERR_STORAGE_IN_USE: " + path() + " is in use by another server");
  journal_.reset();
  EXPECT_EQ(Render(Journal::Open(path(), Journal::Durability::kCommit, nullptr, &second)), "OK");
}

TEST_F(JournalTest, OneServerHasAFileByWhateverNameItIsOpened) {
  Begin();
  const std::string link = folder_ + "/link.db";
  std::filesystem::create_symlink(path(), link);
  std::unique_ptr<Journal> second;
  EXPECT_EQ(Render(Journal::Open(link, Journal::Durability::kCommit, nullptr, &second)),
            "ERR_STORAGE_IN_USE: " + link + " is in use by another server");
}

TEST_F(JournalTest, AFileOfSomethingElseIsRefused) {
  std::ofstream(path()) << "This is no database, and long enough to be one of the smallest pages.";
  EXPECT_EQ(Open(), "ERR_DAMAGED: " + path() + ": file is not a database");
  EXPECT_EQ(Render(Journal::Open(folder_ + "/none/plan.db", Journal::Durability::kCommit, nullptr,
                                 &journal_))
                .substr(0, 19),
            "ERR_STORAGE_FAILED:");
}

TEST_F(JournalTest, AFileThatWasRemovedTakesNothing) {
  Begin();
  std::filesystem::remove(path());
  EXPECT_EQ(Append(Rename("a")), "ERR_STORAGE_FAILED: The file is not at its place any more");
  EXPECT_EQ(Save(), "ERR_STORAGE_FAILED: The file is not at its place any more");
  EXPECT_EQ(Render(journal_->CheckPlace()),
            "ERR_STORAGE_FAILED: The file is not at its place any more");
}

TEST_F(JournalTest, AFlippedBitOfARevisionIsFound) {
  Begin();
  ASSERT_EQ(Append(Rename("a needle in the file")), "OK");
  journal_.reset();  // What is in the log beside the file goes into the file.
  std::string bytes;
  {
    std::ifstream file(path(), std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  const size_t at = bytes.find("needle");
  ASSERT_NE(at, std::string::npos);
  bytes[at] ^= 4;
  std::ofstream(path(), std::ios::binary) << bytes;
  ASSERT_EQ(Open(), "OK");
  EXPECT_EQ(Recover(), "ERR_DAMAGED: Revision 1 is not what was written");
}

}  // namespace
}  // namespace gantt
