#include "state/sync_answers.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

TEST(SyncAnswersTest, KeepsAThousandOfEachClient) {
  SyncAnswers answers;
  for (uint64_t i = 0; i <= SyncAnswers::kMaxPerClient; ++i)
    answers.Keep("ann", std::to_string(i), {0, i + 1, {}});
  answers.Forget(AMessageEnds());
  answers.Keep("bob", "0", {0, 7, {}});
  EXPECT_EQ(answers.Find("ann", "0"), nullptr);
  EXPECT_EQ(answers.Find("ann", "1")->revision, 2U);
  EXPECT_EQ(answers.Find("bob", "0")->revision, 7U);
  EXPECT_EQ(answers.Find("carl", "0"), nullptr);
}

TEST(SyncAnswersTest, ForgetsTheClientThatWasSilentForLongestWhenTheyAreTooMany) {
  SyncAnswers answers;
  const std::string large(SyncAnswers::kMaxBytes / 3, 'x');
  answers.Keep("ann", "1", {0, 0, large});
  answers.Keep("bob", "1", {0, 0, large});
  answers.Keep("ann", "2", {0, 1, {}});
  answers.Keep("carl", "1", {0, 0, large});
  answers.Forget(AMessageEnds());
  EXPECT_EQ(answers.Find("bob", "1"), nullptr);
  EXPECT_EQ(answers.Find("ann", "1")->refusal.size(), large.size());
  EXPECT_NE(answers.Find("carl", "1"), nullptr);
  EXPECT_LE(answers.bytes(), SyncAnswers::kMaxBytes);
  for (const char* id : {"2", "3", "4", "5"}) answers.Keep("carl", id, {0, 0, large});
  answers.Forget(AMessageEnds());
  EXPECT_EQ(answers.Find("carl", "1"), nullptr);
  EXPECT_NE(answers.Find("carl", "5"), nullptr);
  EXPECT_LE(answers.bytes(), SyncAnswers::kMaxBytes);
}

}  // namespace
}  // namespace gantt
