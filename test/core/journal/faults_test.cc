// Whatever goes wrong with the disk: what was said to be kept is there again, and nothing else but,
// perhaps, what was just being written.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "journal/steps_fixture.h"

namespace gantt {
namespace {

class FaultsTest : public StepsTest {
 protected:
  // Plays all steps with one fault, each a second time where it failed, and then looks at what is
  // there: in the same process, and in the next.
  void Play(size_t operation, Fault fault) {
    SCOPED_TRACE("operation " + std::to_string(operation) + ", fault " +
                 std::to_string(static_cast<int>(fault)));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    disk_.Arm(operation, fault);
    int told = 0;
    bool is_doubtful = false;  // The last step failed, and may be there all the same.
    Status status = OpenOnDisk();
    if (!status.ok() && fault != Fault::kPowerCut) {
      ExpectClear(status);
      status = OpenOnDisk();
      ASSERT_EQ(Render(status), "OK");
    }
    for (size_t i = 0; status.ok() && i < steps_.size(); ++i) {
      status = Take(steps_[i]);
      is_doubtful = !status.ok();
      if (!status.ok()) {
        ExpectClear(status);
        if (fault == Fault::kPowerCut) break;
        std::string why;
        ASSERT_TRUE(IsAt(StepsKept(&why), told)) << why;
        status = Take(steps_[i]);
        ASSERT_EQ(Render(status), "OK") << "step " << i;
        is_doubtful = false;
      }
      told = static_cast<int>(i) + 1;
    }
    failed_ += is_doubtful ? 1 : 0;
    journal_.reset();
    disk_.Heal(operation);
    ASSERT_EQ(Render(OpenOnDisk()), "OK");
    std::string why;
    const int kept = StepsKept(&why);
    EXPECT_TRUE(IsAt(kept, told) || (is_doubtful && IsAt(kept, told + 1)))
        << why << ": " << kept << " of " << told;
    // And it goes on from there.
    for (size_t i = static_cast<size_t>(std::max(kept, told)); i < steps_.size(); ++i)
      ASSERT_EQ(Render(Take(steps_[i])), "OK") << "step " << i;
    EXPECT_TRUE(IsAt(StepsKept(&why), static_cast<int>(steps_.size()))) << why;
  }
  static void ExpectClear(const Status& status) {
    const bool is_storages = status.code() == ErrorCode::kStorageFull ||
                             status.code() == ErrorCode::kStorageFailed ||
                             status.code() == ErrorCode::kStorageInUse;
    EXPECT_TRUE(is_storages) << Render(status);
    EXPECT_FALSE(status.message().empty());
  }
  void PlayAll(Fault fault) {
    Play(0, Fault::kNone);
    const size_t operations = CountOperations();
    ASSERT_GT(operations, 50U);
    for (size_t i = 1; i <= operations && !HasFatalFailure(); ++i) Play(i, fault);
  }
  size_t CountOperations() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    disk_.Arm(0, Fault::kNone);
    EXPECT_EQ(Render(OpenOnDisk()), "OK");
    for (const Step& step : steps_) EXPECT_EQ(Render(Take(step)), "OK");
    journal_.reset();
    return disk_.operations();
  }

  int failed_ = 0;  // How many plays ended with a step that failed.
};

TEST_F(FaultsTest, AnOperationThatFails) { PlayAll(Fault::kError); }

TEST_F(FaultsTest, AWriteThatDoesHalf) { PlayAll(Fault::kTorn); }

TEST_F(FaultsTest, ADiskThatIsFullForAMoment) { PlayAll(Fault::kFull); }

TEST_F(FaultsTest, APowerCut) {
  PlayAll(Fault::kPowerCut);
  EXPECT_GT(failed_, 20);
}

// Who reads holds up a checkpoint, which then may not even sync.
TEST_F(FaultsTest, WhatASyncWasAskedForSurvivesAPowerCutThoughSomebodyReads) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    disk_.Arm(0, Fault::kNone);
    journal_.reset();
    const auto level = Journal::Durability::kInterval;
    ASSERT_EQ(Render(Journal::Open(path(), level, disk_.name(), &journal_)), "OK");
    ASSERT_EQ(Render(Take(steps_[0])), "OK");
    ASSERT_EQ(Render(journal_->Sync()), "OK");
    {
      Database database;
      Statement reading;
      ASSERT_EQ(Render(database.Open(path(), disk_.name())), "OK");
      ASSERT_EQ(Render(reading.Prepare(&database, "SELECT id FROM projects")), "OK");
      ASSERT_TRUE(reading.Next());
      for (size_t i = 1; i < 4; ++i) ASSERT_EQ(Render(Take(steps_[i])), "OK");
      ASSERT_EQ(Render(journal_->Sync()), "OK");
      disk_.Arm(1, Fault::kPowerCut);
      ASSERT_NE(Render(Take(steps_[4])), "OK");
      ASSERT_EQ(Render(reading.End()), "OK");
    }
    journal_.reset();
    disk_.Heal(seed);
    ASSERT_EQ(Render(OpenOnDisk()), "OK");
    std::string why;
    EXPECT_TRUE(IsAt(StepsKept(&why), 4)) << why << ", seed " << seed;
  }
}

}  // namespace
}  // namespace gantt
