#include "state/answers.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

// The revision, or the refusal, or "unknown".
std::string Render(const Answer* answer) {
  if (answer == nullptr) return "unknown";
  return answer->revision > 0 ? std::to_string(answer->revision) : std::string(answer->refusal);
}

TEST(AnswersTest, AreFoundByClientAndItsOwnNumber) {
  Answers answers;
  answers.Keep("ann", "1", {0, 5, {}});
  answers.Keep("bob", "1", {0, 6, {}});
  answers.Keep("ann", "\"1\"", {0, 0, "no"});
  EXPECT_EQ(Render(answers.Find("ann", "1")), "5");
  EXPECT_EQ(Render(answers.Find("bob", "1")), "6");
  EXPECT_EQ(Render(answers.Find("ann", "\"1\"")), "no");
  EXPECT_EQ(Render(answers.Find("bob", "2")) + Render(answers.Find("", "1")), "unknownunknown");
}

TEST(AnswersTest, OfSeveralUnderOneNumberTheLastIsFoundEvenWhenTheFirstIsForgotten) {
  Answers answers({.made_bytes = 300});  // Two of them.
  for (uint64_t i = 1; i <= 3; ++i) answers.Keep("ann", "1", {0, i, {}});
  answers.Keep("bob", "1", {0, 4, {}});
  EXPECT_EQ(Render(answers.Find("ann", "1")), "3");
  answers.Forget(AMessageEnds());
  EXPECT_EQ(Render(answers.Find("ann", "1")), "3");
  EXPECT_EQ(answers.forgotten(), 2U);
}

TEST(AnswersTest, TheOldestAreForgottenWhenTheyAreTooMany) {
  constexpr uint64_t kCount = 1000;
  constexpr size_t kLimit = 50'000;
  Answers answers({.made_bytes = kLimit});
  for (uint64_t i = 1; i <= kCount; ++i) answers.Keep("ann", std::to_string(i), {0, 10 + i, {}});
  EXPECT_EQ(answers.forgotten(), 0U);
  answers.Forget(AMessageEnds());
  EXPECT_LE(answers.made().bytes(), kLimit);
  EXPECT_GT(answers.made().bytes(), kLimit - 200);
  const uint64_t last = answers.forgotten() - 10;
  EXPECT_EQ(Render(answers.Find("ann", std::to_string(last))), "unknown");
  EXPECT_EQ(Render(answers.Find("ann", std::to_string(last + 1))), std::to_string(11 + last));
}

TEST(AnswersTest, TheLastOneStays) {
  Answers answers({.made_bytes = 0, .refused_bytes = 0});
  for (uint64_t i = 1; i <= 3; ++i) answers.Keep("ann", std::to_string(i), {0, i, {}});
  answers.Forget(AMessageEnds());
  EXPECT_EQ(answers.made().size(), 1U);
  EXPECT_EQ(Render(answers.Find("ann", "3")), "3");
  EXPECT_EQ(answers.forgotten(), 2U);
}

TEST(AnswersTest, LongRefusalsPushOutNothingThatWasMade) {
  Answers answers({.made_bytes = 1000, .refused_bytes = 10'000});
  answers.Keep("ann", "1", {0, 1, {}});
  const std::string large(1000, 'x');
  for (int i = 0; i < 100; ++i) answers.Keep("eve", std::to_string(i), {0, 0, large});
  answers.Forget(AMessageEnds());
  EXPECT_LE(answers.refused().bytes(), 10'000U);
  EXPECT_EQ(Render(answers.Find("ann", "1")), "1");
  EXPECT_EQ(Render(answers.Find("eve", "0")), "unknown");
  EXPECT_EQ(Render(answers.Find("eve", "99")), large);
  EXPECT_EQ(answers.forgotten(), 0U);
}

}  // namespace
}  // namespace gantt
