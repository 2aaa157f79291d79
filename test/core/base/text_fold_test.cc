#include "base/text_fold.h"

#include <gtest/gtest.h>

#include <string>

namespace gantt {
namespace {

TEST(TextFoldTest, CapitalLettersBecomeSmallOnesOfTheirScript) {
  EXPECT_EQ(Folded("AZ az 09 [`{@"), "az az 09 [`{@");
  EXPECT_EQ(Folded("ÀÖØÞ ×÷ß àÿ"), "àöøþ ×÷ß àÿ");
  EXPECT_EQ(Folded("ŁŻĆŞĞČŸ łż"), "łżćşğčÿ łż");
  EXPECT_EQ(Folded("ΆΈΉΊΌΎΏ ΑΣΩΫς"), "άέήίόύώ ασωϋσ");
  EXPECT_EQ(Folded("ЀЏАЯѠӀӁԮ"), "ѐџаяѡӏӂԯ");
  EXPECT_EQ(Folded("ԱՖ ẠẾẞ Ａ"), "աֆ ạếß ａ");
}

TEST(TextFoldTest, WhatHasNoCaseStaysAsItIs) {
  for (const char* const text : {"", "日本語 한국어 עברית", "🚜 𝔄", "ı ĸ ŉ"})
    EXPECT_EQ(Folded(text), text);
}

// The core is given UTF-8 alone, and reads no further than there is whatever it is.
TEST(TextFoldTest, ATextThatEndsInALetterIsReadToItsEnd) {
  EXPECT_EQ(Folded("\xF0\x9F").size(), 2);
  EXPECT_FALSE(Folded("\xE2\x82").empty());
}

}  // namespace
}  // namespace gantt
