// What a journal keeps is there again, in order and whole, or it says so.
#include "journal/journal.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "support.h"

namespace gantt {
namespace {

constexpr std::string_view kData = "{'tasksData':[{'id':1,'name':'one'}]}";
constexpr uint64_t kLog = 100;

class JournalTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "journal-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override {
    journal_.reset();
    std::filesystem::remove_all(folder_);
  }
  std::string path() const { return folder_ + "/plan.db"; }

  static ProjectOptions Options() {
    ProjectOptions options;
    options.keeps_journal = true;
    return options;
  }
  std::string Open() {
    journal_.reset();
    return Render(Journal::Open(path(), Journal::Durability::kCommit, nullptr, &journal_));
  }
  // A fresh file, with the project's first data in it.
  void Begin() {
    ASSERT_EQ(Open(), "OK");
    ASSERT_EQ(Save(), "OK");
  }
  std::string Save() {
    const Project& project = project_.project;
    const std::string snapshot = project.Snapshot();
    return Render(journal_->SaveSnapshot(
        "1", {project.revision(), project.state().log.base(), TestProject::kNow, snapshot}));
  }
  std::string Append(std::string_view records, std::string_view project = "1") {
    const Journal::Batch batch{project, head_, "ann", records};
    const Status status = journal_->Append({&batch, 1});
    if (status.ok()) head_ = project_.project.revision();
    return Render(status);
  }
  std::string Rename(std::string_view name) {
    project_.Change("{'tasks':{'updated':[{'id':1,'name':'" + std::string(name) + "'}]}}");
    return project_.project.TakeJournal();
  }
  // What the file makes of a fresh project: "OK" when it is the one that was kept.
  std::string Recover() {
    std::optional<Journal::Kept> kept;
    const Status status = journal_->Load("1", kLog, &kept);
    if (!status.ok()) return Render(status);
    if (!kept) return "nothing";
    Project twin(Options());
    const Status restored = twin.Restore(kept->snapshot, kept->records);
    if (!restored.ok()) return Render(restored);
    const bool is_same = twin.Snapshot() == project_.project.Snapshot() &&
                         twin.Stats() == project_.project.Stats() &&
                         kept->number == twin.revision();
    return is_same ? "OK" : "another project";
  }

  std::string folder_;
  std::unique_ptr<Journal> journal_;
  TestProject project_{kData, Options()};
  uint64_t head_ = 0;  // What is kept.
};

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

TEST_F(JournalTest, StartsFromItsLastSnapshotWithAFullLog) {
  Begin();
  for (int i = 0; i < 150; ++i) ASSERT_EQ(Append(Rename(std::to_string(i))), "OK");
  ASSERT_EQ(Save(), "OK");
  ASSERT_EQ(Append(Rename("z")), "OK");
  std::optional<Journal::Kept> kept;
  ASSERT_TRUE(journal_->Load("1", kLog, &kept).ok());
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
  std::optional<Journal::Kept> kept;
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

TEST_F(JournalTest, AFileOfSomethingElseIsRefused) {
  std::ofstream(path()) << "This is no database, and long enough to be one of the smallest pages.";
  EXPECT_EQ(Open(), "ERR_DAMAGED: " + path() + ": file is not a database");
  EXPECT_EQ(Render(Journal::Open(folder_ + "/none/plan.db", Journal::Durability::kCommit, nullptr,
                                 &journal_))
                .substr(0, 19),
            "ERR_STORAGE_FAILED:");
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
