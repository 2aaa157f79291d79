// Is one text in another?
#include "base/text_search.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace gantt {
namespace {

TEST(TextSearchTest, FindsWhatAPlainSearchFinds) {
  std::mt19937 random(7);
  const auto text_of = [&random](size_t most) {
    std::string text(random() % (most + 1), 'a');
    for (char& c : text) c = static_cast<char>('a' + random() % 2);
    return text;
  };
  size_t found = 0;
  for (int run = 0; run < 20'000; ++run) {
    const std::string sought = text_of(6);
    const std::string text = text_of(20);
    const bool is_in = text.find(sought) != std::string::npos;
    found += is_in ? 1 : 0;
    ASSERT_EQ(TextSearch(sought).IsIn(text), is_in) << sought << " in " << text;
  }
  EXPECT_GT(found, 5'000U);
  EXPECT_LT(found, 18'000U);
}

TEST(TextSearchTest, NothingIsInEveryText) {
  EXPECT_TRUE(TextSearch().IsIn(""));
  EXPECT_TRUE(TextSearch("").IsIn("a"));
  EXPECT_FALSE(TextSearch("a").IsIn(""));
}

}  // namespace
}  // namespace gantt
