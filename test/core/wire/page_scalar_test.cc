#include "wire/page_scalar.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text_arena.h"

namespace gantt {
namespace {

std::optional<int> Alike(std::string_view one, std::string_view other, bool has_case = true) {
  TextArena arena;
  return Scalar::Of(one, has_case, &arena).CompareAlike(Scalar::Of(other, has_case, &arena));
}

TEST(PageScalarTest, KindsComeInAnOrderAndEachHasItsOwn) {
  const std::vector<std::string_view> in_order{"null",
                                               "false",
                                               "true",
                                               "-1e3",
                                               "2",
                                               "10",
                                               R"("2027-03-01")",
                                               R"("2027-03-01T00:00:00.001")",
                                               R"("10")",
                                               R"("9")"};
  TextArena arena;
  for (size_t i = 0; i < in_order.size(); ++i) {
    for (size_t k = 0; k < in_order.size(); ++k) {
      const int order =
          Scalar::Of(in_order[i], true, &arena).Compare(Scalar::Of(in_order[k], true, &arena));
      EXPECT_EQ(order < 0, i < k) << in_order[i] << ' ' << in_order[k];
      EXPECT_EQ(order > 0, i > k) << in_order[i] << ' ' << in_order[k];
    }
  }
}

TEST(PageScalarTest, OneDateMayBeWrittenInManyWays) {
  for (const char* const text :
       {R"("2027-03-01T08:00")", R"("2027-03-01T08:00:00")", R"("2027-03-01 08:00:00.0")",
        R"("2027-03-01T08:00:00.0004")", R"("2027-03-01T08:00Z")", R"("2027-03-01T08:00-05:00")"})
    EXPECT_EQ(Alike(R"("2027-03-01T08:00:00.000")", text), 0) << text;
}

TEST(PageScalarTest, TwoDatesThatSayTheirZoneAreComparedByInstants) {
  EXPECT_EQ(Alike(R"("2027-03-01T08:00+01:00")", R"("2027-03-01T07:00Z")"), 0);
  EXPECT_EQ(Alike(R"("2027-03-01T08:00+0130")", R"("2027-03-01T07:00Z")"), -1);
  EXPECT_EQ(Alike(R"("2027-02-28T23:00-05")", R"("2027-03-01T03:00Z")"), 1);
}

TEST(PageScalarTest, WhatOnlyLooksLikeADateIsAText) {
  for (const char* const text :
       {R"("2027-02-30")", R"("2027-13-01")", R"("2027-03-01T")", R"("2027-03-01T25:00")",
        R"("2027-03-01T08:60")", R"("2027-03-01T08:00:00.")", R"("2027-03-01T08:00+1")",
        R"("2027-03-01T08:00Zx")", R"("2027-03-01x")", R"("20270-3-01")"}) {
    TextArena arena;
    EXPECT_EQ(Scalar::Of(text, true, &arena).kind, Scalar::kText) << text;
  }
}

TEST(PageScalarTest, ANumberAndATextThatIsOneAreAlikeAndOtherKindsAreNot) {
  EXPECT_EQ(Alike("3", R"("3.0")"), 0);
  EXPECT_EQ(Alike(R"("2")", "3"), -1);
  EXPECT_EQ(Alike("3", R"("x")"), std::nullopt);
  EXPECT_EQ(Alike("3", "true"), std::nullopt);
  EXPECT_EQ(Alike("null", "3"), std::nullopt);
  EXPECT_EQ(Alike("null", "null"), 0);
}

TEST(PageScalarTest, CaseIsThatOfTheLettersOfTheLanguages) {
  EXPECT_EQ(Alike(R"("\u00dcBER \u0416\u03a9")", R"("über жω")", false), 0);
  EXPECT_NE(Alike(R"("Ü")", R"("ü")", true), 0);
  EXPECT_EQ(Alike("[\"A\"]", "[\"a\"]", false), 0);
}

}  // namespace
}  // namespace gantt
