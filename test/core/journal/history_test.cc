// What a journal says of the past: who wrote what, and what a project was.
#include "journal/history.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "journal/journal_fixture.h"

namespace gantt {
namespace {

class HistoryTest : public JournalTest {
 protected:
  void SetUp() override {
    JournalTest::SetUp();
    Begin();
    ASSERT_EQ(Render(History::Open(path(), &history_)), "OK");
  }
  void TearDown() override {
    history_.reset();
    JournalTest::TearDown();
  }

  // One revision of this change, made a second after the one before it.
  void Change(std::string_view changes, std::string_view user = "ann") {
    Outcome outcome;
    ASSERT_EQ(Render(project_.project.Submit(Message({changes}), "client", ++second_ * 1000, {},
                                             &outcome)),
              "OK");
    const std::string records = project_.project.TakeJournal();
    const Journal::Batch batch{"1", head_, user, records};
    ASSERT_EQ(Render(journal_->Append({&batch, 1})), "OK");
    head_ = project_.project.revision();
  }
  void Reset(std::string_view data) {
    project_.Reset(Json(data));
    project_.project.TakeJournal();
    const std::string snapshot = project_.project.Snapshot();
    ASSERT_EQ(Render(journal_->SaveSnapshot("1", {head_, head_, ++second_ * 1000, snapshot})),
              "OK");
  }
  Status SaveAt(uint64_t second) {
    const Project& project = project_.project;
    const std::string snapshot = project.Snapshot();
    return journal_->SaveSnapshot(
        "1", {project.revision(), project.state().log.base(), second * 1000, snapshot});
  }
  static size_t Count(std::string_view text, std::string_view piece) {
    size_t count = 0;
    for (size_t at = text.find(piece); at != text.npos; at = text.find(piece, at + 1)) ++count;
    return count;
  }
  // The numbers, as "3 1".
  std::string Numbers(const History::Filter& filter) {
    std::vector<History::Revision> revisions;
    const Status status = history_->Revisions("1", filter, &revisions);
    if (!status.ok()) return Render(status);
    std::string numbers;
    for (const History::Revision& revision : revisions)
      numbers.append(numbers.empty() ? "" : " ").append(std::to_string(revision.number));
    return numbers;
  }
  std::string NumbersOf(std::string_view store, std::string_view record = "",
                        std::string_view field = "", std::string_view user = "") {
    History::Filter filter;
    filter.store = store;
    filter.record = record;
    filter.field = field;
    filter.user = user;
    return Numbers(filter);
  }
  std::string TasksAt(const Moment& moment) {
    std::optional<Kept> kept;
    if (Status status = history_->LoadAt("1", moment, &kept); !status.ok()) return Render(status);
    if (!kept) return "nothing";
    Project past(Options());
    EXPECT_EQ(Render(past.Restore(kept->snapshot, kept->records)), "OK");
    EXPECT_EQ(past.revision(), moment.number);
    return SingleQuoted(past.state().FindStore("tasks")->Find("1")->fields.text());
  }
  // "3", "3 after a reset" or "nothing".
  std::string MomentAt(uint64_t second) {
    Moment moment;
    bool was_there = false;
    EXPECT_EQ(Render(history_->MomentAt("1", second * 1000, &moment, &was_there)), "OK");
    if (!was_there) return "nothing";
    return std::to_string(moment.number) + (moment.is_after_reset ? " after a reset" : "");
  }

  std::unique_ptr<History> history_;
  uint64_t second_ = TestProject::kNow / 1000;
};

constexpr std::string_view kName = "{'tasks':{'updated':[{'id':1,'name':'x'}]}}";
constexpr std::string_view kNote = "{'tasks':{'updated':[{'id':1,'note':'x'}]}}";
constexpr std::string_view kOther =
    "{'tasks':{'added':[{'id':2}]},'resources':{'added':[{'id':1,'name':'r'}]}}";

TEST_F(HistoryTest, FindsRevisionsByStoreRecordFieldAndUserWithAndWithoutTheIndex) {
  for (const bool is_indexed : {false, true}) {
    if (is_indexed) {
      ASSERT_EQ(Save(), "OK");
    }
    const std::string more = is_indexed ? "6 5 4 " : "";
    Change(kName);
    Change(kOther, "bob");
    Change(kNote, "bob");
    EXPECT_EQ(Numbers({}), more + "3 2 1");
    EXPECT_EQ(NumbersOf("tasks", "1"), (is_indexed ? "6 4 " : "") + std::string("3 1"));
    EXPECT_EQ(NumbersOf("resources", "1"), (is_indexed ? "5 " : "") + std::string("2"));
    EXPECT_EQ(NumbersOf("tasks", "1", "note"), (is_indexed ? "6 " : "") + std::string("3"));
    EXPECT_EQ(NumbersOf("", "", "note"), (is_indexed ? "6 " : "") + std::string("3"));
    EXPECT_EQ(NumbersOf("resources"), (is_indexed ? "5 " : "") + std::string("2"));
    EXPECT_EQ(NumbersOf("", "", "", "ann"), (is_indexed ? "4 " : "") + std::string("1"));
    EXPECT_EQ(NumbersOf("tasks", "1", "", "bob"), (is_indexed ? "6 " : "") + std::string("3"));
    EXPECT_EQ(NumbersOf("tasks", "9"), "");
  }
  History::Filter filter;
  filter.store = "tasks";
  filter.record = "1";
  filter.limit = 2;
  EXPECT_EQ(Numbers(filter), "6 4");
  filter.last = 4;
  EXPECT_EQ(Numbers(filter), "4 3");
  filter.first = 4;
  EXPECT_EQ(Numbers(filter), "4");
}

TEST_F(HistoryTest, AProjectIsThereAsItWasBehindEachRevisionAndEachReset) {
  Change(kName);
  Change(kNote);
  ASSERT_EQ(Save(), "OK");
  Reset("{'tasksData':[{'id':1,'name':'new'}]}");
  Change(kNote);
  EXPECT_EQ(TasksAt({0}), "'id':1,'name':'one'");
  EXPECT_EQ(TasksAt({1}), "'id':1,'name':'x'");
  EXPECT_EQ(TasksAt({2}), "'id':1,'name':'x','note':'x'");
  EXPECT_EQ(TasksAt({2, true}), "'id':1,'name':'new'");
  EXPECT_EQ(TasksAt({3}), "'id':1,'name':'new','note':'x'");
  EXPECT_EQ(TasksAt({4}), "nothing");
}

TEST_F(HistoryTest, ATimeIsTheRevisionOrTheResetBeforeIt) {
  const uint64_t begin = second_;
  Change(kName);
  Change(kNote);
  Reset("{'tasksData':[{'id':1}]}");
  Change(kNote);
  EXPECT_EQ(MomentAt(begin - 1), "nothing");
  EXPECT_EQ(MomentAt(begin), "0 after a reset");
  EXPECT_EQ(MomentAt(begin + 1), "1");
  EXPECT_EQ(MomentAt(begin + 2), "2");
  EXPECT_EQ(MomentAt(begin + 3), "2 after a reset");
  EXPECT_EQ(MomentAt(begin + 4), "3");
  EXPECT_EQ(MomentAt(begin + 99), "3");
}

TEST_F(HistoryTest, AClockThatWasSetBackHidesNothing) {
  const uint64_t begin = second_;
  for (int i = 0; i < 4; ++i) Change(kName);  // At + 1 to + 4.
  ASSERT_EQ(Save(), "OK");
  second_ = begin + 1;
  for (int i = 0; i < 4; ++i) Change(kNote);  // At + 2 to + 5.
  EXPECT_EQ(MomentAt(begin + 1), "1");
  EXPECT_EQ(MomentAt(begin + 2), "5");
  EXPECT_EQ(MomentAt(begin + 3), "6");
  EXPECT_EQ(MomentAt(begin + 9), "8");
  second_ = begin - 10;
  Reset("{'tasksData':[{'id':1}]}");
  EXPECT_EQ(MomentAt(begin + 3), "8 after a reset");
  EXPECT_EQ(MomentAt(begin - 10), "nothing");
  Change(kName);
  EXPECT_EQ(MomentAt(begin + 3), "9");
  const auto numbers_between = [&](uint64_t since, uint64_t until, std::string_view record) {
    History::Filter filter;
    filter.store = record.empty() ? "" : "tasks";
    filter.record = record;
    filter.since = (begin + since) * 1000;
    filter.until = (begin + until) * 1000;
    return Numbers(filter);
  };
  for (const std::string_view record : {"", "1"}) {
    EXPECT_EQ(numbers_between(2, 3, record), "6 5 3 2");
    EXPECT_EQ(numbers_between(4, 9, record), "8 7 4");
    EXPECT_EQ(numbers_between(6, 9, record), "");
  }
  uint64_t first = 0;
  EXPECT_EQ(Render(history_->FirstSince("1", (begin + 5) * 1000, &first)), "OK");
  EXPECT_EQ(first, 8);
  EXPECT_EQ(Render(history_->FirstSince("1", (begin + 6) * 1000, &first)), "OK");
  EXPECT_EQ(first, 0);
}

TEST_F(HistoryTest, SnapshotsStayAtIntervalsAndTheLastTwo) {
  for (int i = 1; i <= 25; ++i) {
    std::string records;
    for (int n = 0; n < 1000; ++n) records += Rename(std::to_string(n));
    ASSERT_EQ(Append(records), "OK");
    ASSERT_EQ(Save(), "OK");
  }
  std::vector<History::Snapshot> snapshots;
  ASSERT_EQ(Render(history_->Snapshots("1", &snapshots)), "OK");
  std::string numbers;
  for (const auto& snapshot : snapshots) numbers += std::to_string(snapshot.number) + " ";
  EXPECT_EQ(numbers, "0 10000 20000 24000 25000 ");
  EXPECT_EQ(TasksAt({9'999}), "'id':1,'name':'998'");
}

TEST_F(HistoryTest, WhatNeedNotBeKeptIsGivenUpDownToASnapshot) {
  // Four revisions with a snapshot behind the second and the fourth.
  const auto go_on = [this](const Retention& retention) {
    for (int half = 0; half < 2; ++half) {
      Change(kName);
      Change(kNote);
      if (half == 1) journal_->Keep(retention);
      EXPECT_EQ(Render(SaveAt(second_)), "OK");
    }
    CheckReport report;
    EXPECT_EQ(Render(history_->Check(&report)), "OK");
    EXPECT_EQ(report.problems.size(), 0U);
    return Numbers({});
  };
  EXPECT_EQ(go_on({3, 0}), "4 3 2 1");
  EXPECT_EQ(go_on({2, 0}), "8 7");
  EXPECT_EQ(NumbersOf("tasks", "1"), "8 7");
  EXPECT_EQ(TasksAt({5}), "nothing");
  EXPECT_EQ(TasksAt({6}), "'id':1,'name':'x','note':'x'");
  // By age, of which each revision is a second; then by what either asks for.
  EXPECT_EQ(go_on({0, 1500}), "12 11");
  EXPECT_EQ(go_on({1, 2500}), "16 15 14 13");
}

TEST_F(HistoryTest, AClockThatWasSetBackGivesUpNothingYoung) {
  const uint64_t begin = second_;
  const auto change_at = [&](uint64_t second) {
    second_ = second - 1;
    Change(kName);
    ASSERT_EQ(Render(SaveAt(second)), "OK");
  };
  journal_->Keep({0, 2500});
  // By a clock that is set back they are of the future.
  for (uint64_t i = 1; i <= 3; ++i) change_at(begin + i);
  change_at(begin - 3600);
  EXPECT_EQ(Numbers({}), "4 3 2 1");
  // A moment at which the clock shows 1970 makes nothing before it old.
  change_at(begin + 10);
  EXPECT_EQ(Numbers({}), "5");
  change_at(1);
  change_at(begin + 11);
  EXPECT_EQ(Numbers({}), "7 6 5");
  change_at(begin + 14);
  EXPECT_EQ(Numbers({}), "8");
}

TEST_F(HistoryTest, AUsersNameIsForgottenAndTheNumbersStay) {
  Change(kName, "eve");
  Change(kNote, "ann");
  bool was_there = false;
  ASSERT_EQ(Render(journal_->ForgetUser("eve", "x", &was_there)), "OK");
  EXPECT_TRUE(was_there);
  EXPECT_EQ(NumbersOf("", "", "", "eve"), "");
  EXPECT_EQ(NumbersOf("", "", "", "x"), "1");
  ASSERT_EQ(Render(journal_->ForgetUser("eve", "y", &was_there)), "OK");
  EXPECT_FALSE(was_there);
  ASSERT_EQ(Render(journal_->ForgetUser("ann", "x", &was_there)), "OK");
  EXPECT_FALSE(was_there);
  // Who comes again is somebody else.
  Change(kName, "eve");
  EXPECT_EQ(NumbersOf("", "", "", "eve"), "3");
  CheckReport report;
  ASSERT_EQ(Render(history_->Check(&report)), "OK");
  EXPECT_EQ(report.problems.size(), 0U);
  bool is_done = false;
  ASSERT_EQ(Render(journal_->Wipe(&is_done)), "OK");
  EXPECT_TRUE(is_done);
  history_.reset();
  journal_.reset();
  std::ifstream file(path(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(Count(bytes, "eve"), 2U);  // Of whom came again, in the table and in its index.
}

// Pages of the tables of users were split, and what moved to another page stays in the old one.
TEST_F(HistoryTest, NothingOfANameThatIsForgottenStaysInTheFile) {
  constexpr int kUsers = 600;
  const auto name_of = [](int i) {
    return "user " + std::to_string(i * 7919 % kUsers + 1000) + " of many";
  };
  for (int i = 0; i < kUsers; ++i) Change(kName, name_of(i));
  for (int i = 0; i < kUsers; i += 10) {
    bool was_there = false;
    ASSERT_EQ(Render(journal_->ForgetUser(name_of(i), "x" + std::to_string(i), &was_there)), "OK");
    ASSERT_TRUE(was_there);
  }
  history_.reset();
  journal_.reset();
  std::ifstream file(path(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  size_t found = 0;
  for (int i = 0; i < kUsers; i += 10) found += Count(bytes, name_of(i));
  EXPECT_EQ(found, 0U);
  EXPECT_GE(Count(bytes, name_of(1)), 2U);
}

// Who reads sees the file as it was when they began, and holds up that what they see goes.
TEST_F(HistoryTest, ANameGoesFromTheFileWhenNobodyReadsItAsItWas) {
  Change(kName, "annabella");
  Database database;
  Statement reading;
  ASSERT_EQ(Render(database.OpenExisting(path())), "OK");
  ASSERT_EQ(Render(reading.Prepare(&database, "SELECT name FROM users")), "OK");
  ASSERT_TRUE(reading.Next());
  bool was_there = false;
  ASSERT_EQ(Render(journal_->ForgetUser("annabella", "x", &was_there)), "OK");
  EXPECT_TRUE(was_there);
  bool is_done = true;
  ASSERT_EQ(Render(journal_->Wipe(&is_done)), "OK");
  EXPECT_FALSE(is_done);
  Change(kName, "ann");
  EXPECT_EQ(reading.Bytes(0), "annabella");
  ASSERT_EQ(Render(reading.End()), "OK");
  ASSERT_EQ(Render(journal_->Wipe(&is_done)), "OK");
  EXPECT_TRUE(is_done);
  for (const char* const end : {"", "-wal"}) {
    std::ifstream file(path() + end, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(Count(bytes, "annabella"), 0U) << end;
  }
}

TEST_F(HistoryTest, WhatIsStoppedFailsAndOfACopyNothingStays) {
  for (int i = 0; i < 200; ++i) Change(kName);
  std::atomic<bool> stop = false;
  ASSERT_EQ(Render(History::Open(path(), &history_, &stop)), "OK");
  const std::string copy = folder_ + "/copy.db";
  CheckReport report;
  ASSERT_EQ(Render(history_->Check(&report)), "OK");
  stop = true;
  EXPECT_EQ(Render(history_->Check(&report)), "ERR_STORAGE_FAILED: interrupted");
  std::ofstream(copy).close();
  EXPECT_EQ(Render(History::Backup(path(), copy, &stop)),
            "ERR_STORAGE_FAILED: " + copy + ": interrupted");
  EXPECT_FALSE(std::filesystem::exists(copy));
  stop = false;
  ASSERT_EQ(Render(history_->Check(&report)), "OK");
  std::ofstream(copy).close();
  ASSERT_EQ(Render(History::Backup(path(), copy, &stop)), "OK");
  std::unique_ptr<History> twin;
  ASSERT_EQ(Render(History::Open(copy, &twin)), "OK");
  CheckReport of_twin;
  ASSERT_EQ(Render(twin->Check(&of_twin)), "OK");
  EXPECT_EQ(of_twin.revisions, 200U);
}

TEST_F(HistoryTest, WhatIsGivenUpTakesItsRecordsAlong) {
  for (int i = 0; i < 5; ++i) {
    Change("{'tasks':{'added':[{'$PhantomId':'_" + std::to_string(i) + "'}]}}");
  }
  ASSERT_EQ(Render(SaveAt(second_)), "OK");
  for (int i = 0; i < 5; ++i) Change(kName);
  journal_->Keep({3, 0});
  ASSERT_EQ(Render(SaveAt(second_)), "OK");
  ASSERT_EQ(Render(SaveAt(second_)), "OK");
  EXPECT_EQ(Numbers({}), "10 9 8 7 6");
  Database database;
  Statement records;
  ASSERT_EQ(Render(database.Open(path())), "OK");
  ASSERT_EQ(Render(records.Prepare(&database, "SELECT count(*) FROM records")), "OK");
  ASSERT_TRUE(records.Next());
  EXPECT_EQ(records.Number(0), 1);
}

TEST_F(HistoryTest, WhoHoldsTheFileSeesItAsItWasUntilTheLastRelease) {
  for (int i = 0; i < 5; ++i) Change(kName);
  ASSERT_EQ(Render(SaveAt(second_)), "OK");
  ASSERT_EQ(Render(history_->Hold()), "OK");
  ASSERT_EQ(Render(history_->Hold()), "OK");
  journal_->Keep({1, 0});
  Change(kNote);
  for (int i = 0; i < 2; ++i) ASSERT_EQ(Render(SaveAt(second_)), "OK");
  EXPECT_EQ(Numbers({}), "5 4 3 2 1");
  ASSERT_EQ(Render(history_->Release()), "OK");
  EXPECT_NE(TasksAt({1, false}), "nothing");
  CheckReport report;
  ASSERT_EQ(Render(history_->Check(&report)), "OK");
  EXPECT_EQ(report.revisions, 5U);
  EXPECT_TRUE(report.problems.empty());
  ASSERT_EQ(Render(history_->Release()), "OK");
  EXPECT_EQ(TasksAt({1, false}), "nothing");
  EXPECT_EQ(Numbers({}), "6");
  ASSERT_EQ(Render(history_->Release()), "OK");
}

TEST_F(HistoryTest, ACheckReadsEverythingAndNamesWhatIsWrong) {
  Change(kName);
  Change(kOther);
  ASSERT_EQ(Save(), "OK");
  Change(kNote);
  Reset("{'tasksData':[{'id':1}]}");
  Change(kNote);
  const auto check = [this] {
    CheckReport report;
    EXPECT_EQ(Render(history_->Check(&report)), "OK");
    std::string said = std::to_string(report.revisions) + " " + std::to_string(report.snapshots);
    for (const std::string& problem : report.problems) said += "; " + problem;
    return said;
  };
  EXPECT_EQ(check(), "4 3");
  Database other;
  ASSERT_EQ(Render(other.Open(path())), "OK");
  ASSERT_EQ(Render(other.Run("UPDATE revisions SET user = 7 WHERE key & 0xFFFFFFFFFF = 4")), "OK");
  EXPECT_EQ(check(), "4 3; Project 1: Revision 4 is not what was written");
  ASSERT_EQ(Render(other.Run("DELETE FROM revisions WHERE key & 0xFFFFFFFFFF = 3")), "OK");
  EXPECT_EQ(check(),
            "3 3; Project 1: Revision 4 comes behind revision 2; Project 1: Revision 4 is not what "
            "was written");
  ASSERT_EQ(Render(other.Run("UPDATE snapshots SET snapshot = x'00' WHERE number = 2")), "OK");
  EXPECT_EQ(check().substr(0, 70),
            "3 3; Project 1: The snapshot at revision 2 is not what was written; Pr");
}

// Each row is what somebody wrote, with its checksum, and yet they do not belong together.
TEST_F(HistoryTest, ACheckFindsASnapshotThatItsRevisionsDoNotMake) {
  Change(kName);
  TestProject twin(kData, Options());
  twin.Change(kNote);
  const std::string snapshot = twin.project.Snapshot();
  ASSERT_EQ(Render(journal_->SaveSnapshot("1", {1, 0, 1, snapshot})), "OK");
  CheckReport report;
  ASSERT_EQ(Render(history_->Check(&report)), "OK");
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0],
            "Project 1: The snapshot at revision 1 is not what the revisions before it make");
}

TEST_F(HistoryTest, ABackupIsAJournalOfItsOwn) {
  Change(kName);
  const std::string copy = folder_ + "/copy.db";
  // Its file may have been removed meanwhile, as by a process that ends: then it does not come
  // back.
  EXPECT_EQ(Render(History::Backup(path(), copy)),
            "ERR_STORAGE_FAILED: " + copy + ": unable to open database file");
  EXPECT_FALSE(std::filesystem::exists(copy));
  std::ofstream(copy).close();
  ASSERT_EQ(Render(History::Backup(path(), copy)), "OK");
  Change(kNote);
  std::unique_ptr<History> other;
  ASSERT_EQ(Render(History::Open(copy, &other)), "OK");
  std::vector<History::Kept> projects;
  ASSERT_EQ(Render(other->Projects(&projects)), "OK");
  ASSERT_EQ(projects.size(), 1U);
  EXPECT_EQ(projects[0].last, 1U);
}

}  // namespace
}  // namespace gantt
