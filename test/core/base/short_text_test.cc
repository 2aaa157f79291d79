#include "base/short_text.h"

#include <gtest/gtest.h>

#include <string>

namespace gantt {
namespace {

TEST(ShortTextTest, IsTheTextThatItWasGiven) {
  for (const size_t size : {0, 1, 14, 15, 16, 17, 255, 256, 1024}) {
    const std::string text(size, 'x');
    EXPECT_EQ(ShortText(text).view(), text) << size;
  }
}

TEST(ShortTextTest, HoldsZeroBytes) {
  using namespace std::string_view_literals;
  EXPECT_EQ(ShortText("\0a\0"sv).view(), "\0a\0"sv);
}

TEST(ShortTextTest, TakesAnotherText) {
  const std::string long_text(40, 'l');
  ShortText text("a");
  for (const std::string& next : {std::string("b"), long_text, long_text + "l", std::string()}) {
    text.Set(next);
    EXPECT_EQ(text.view(), next);
  }
}

TEST(ShortTextTest, IsHalfAsLargeAsAString) { EXPECT_EQ(sizeof(ShortText), 16U); }

}  // namespace
}  // namespace gantt
