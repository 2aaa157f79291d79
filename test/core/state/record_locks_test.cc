// Who may not change which record.
#include "state/record_locks.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace gantt {
namespace {

class RecordLocksTest : public testing::Test {
 protected:
  // Who is told to hold the record against bob, with that fence; or "-".
  std::string Against(std::string_view key, std::optional<uint64_t> fence = std::nullopt) {
    const RecordLock* const lock = locks_.Against("tasks", key, "bob", fence);
    return lock == nullptr ? "-" : lock->name;
  }
  static Limits Small() {
    Limits limits;
    limits.released_locks = 2;
    return limits;
  }
  RecordLocks locks_{Small()};
};

TEST_F(RecordLocksTest, ARecordIsLockedForAllButItsHolder) {
  EXPECT_TRUE(locks_.empty());
  locks_.Hold("tasks", "1", "ann", "\"Ann\"", 1);
  locks_.Hold("tasks", "2", "bob", "\"Bob\"", 2);
  EXPECT_EQ(Against("1") + Against("2") + Against("3"), "\"Ann\"--");
  EXPECT_EQ(locks_.Against("resources", "1", "bob", {}), nullptr);
  EXPECT_FALSE(locks_.empty());
  locks_.Release("tasks", "1");
  locks_.Release("tasks", "1");
  locks_.Release("tasks", "7");
  locks_.Release("resources", "1");
  EXPECT_EQ(Against("1"), "-");
}

TEST_F(RecordLocksTest, AnOlderFenceIsTooLateAlsoWhenNobodyHoldsTheRecord) {
  locks_.Hold("tasks", "1", "bob", "\"Bob\"", 3);
  EXPECT_EQ(Against("1", 3) + Against("1", 2), "-\"Bob\"");
  locks_.Hold("tasks", "1", "ann", "\"Ann\"", 4);
  locks_.Release("tasks", "1");
  EXPECT_EQ(Against("1") + Against("1", 4) + Against("1", 3), "--\"Ann\"");
  EXPECT_EQ(Against("2", 1), "-");
}

TEST_F(RecordLocksTest, AFenceOfALifeBeforeIsTooLateForEveryRecord) {
  RecordLocks locks(Small(), 100);
  const auto is_late = [&locks](std::string_view key, std::optional<uint64_t> fence) {
    return locks.Against("tasks", key, "bob", fence) != nullptr;
  };
  EXPECT_FALSE(locks.empty());
  EXPECT_TRUE(is_late("1", 99));
  EXPECT_FALSE(is_late("1", 100) || is_late("1", std::nullopt));
  locks.Hold("tasks", "1", "ann", "\"Ann\"", 101);
  locks.Release("tasks", "1");
  EXPECT_TRUE(is_late("1", 99) && is_late("2", 99));
  EXPECT_FALSE(is_late("1", 101) || is_late("2", 101));
}

TEST_F(RecordLocksTest, FencesOfALifeBeforeCanExpireLater) {
  RecordLocks locks(Small(), 100);
  locks.Expire(50);
  EXPECT_EQ(locks.Against("tasks", "1", "bob", 100), nullptr);
  locks.Expire(200);
  EXPECT_NE(locks.Against("tasks", "1", "bob", 199), nullptr);
  EXPECT_EQ(locks.Against("tasks", "1", "bob", 200), nullptr);
}

TEST_F(RecordLocksTest, OfTooManyThatEndedTheOldestFenceCountsForAllThatAreNotKnown) {
  for (uint64_t fence = 1; fence <= 3; ++fence) {
    const std::string key = std::to_string(fence);
    locks_.Hold("tasks", key, "ann", "\"Ann\"", fence);
    locks_.Release("tasks", key);
  }
  EXPECT_EQ(Against("1", 0) + Against("1", 1) + Against("1"), "null--");
  EXPECT_EQ(Against("2", 1), "\"Ann\"");
  // One that is locked again is not forgotten with its old lock.
  locks_.Hold("tasks", "2", "ann", "\"Ann\"", 4);
  locks_.Hold("tasks", "5", "ann", "\"Ann\"", 5);
  locks_.Release("tasks", "5");
  EXPECT_EQ(Against("2"), "\"Ann\"");
}

}  // namespace
}  // namespace gantt
