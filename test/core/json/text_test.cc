#include "json/text.h"

#include <gtest/gtest.h>

#include <string>

namespace gantt::json {
namespace {

// The texts, separated by a space, of which `valid` is true.
template <typename Predicate>
std::string ValidOnes(std::initializer_list<std::string> texts, Predicate valid) {
  std::string out;
  for (const std::string& text : texts) {
    if (valid(text)) out += (out.empty() ? "" : " ") + text;
  }
  return out;
}

TEST(TextTest, EveryEscapeOfTheGrammarIsValidAndNoOther) {
  EXPECT_EQ(ValidOnes({R"(\")", R"(\\)", R"(\/)", R"(\b)", R"(\f)", R"(\n)", R"(\r)", R"(\t)",
                       R"(\a)", R"(\')", R"(\0)", R"(\x41)", R"(\v)", R"(\U0041)", "\\"},
                      EscapesAreValid),
            R"(\" \\ \/ \b \f \n \r \t)");
}

TEST(TextTest, UnicodeEscapesNeedFourHexadecimalDigits) {
  EXPECT_EQ(ValidOnes({R"(\u0041)", R"(\uABcd)", R"(\u004)", R"(\u)", R"(\u00g1)", R"(\u+041)",
                       R"(\u 041)"},
                      EscapesAreValid),
            R"(\u0041 \uABcd)");
}

TEST(TextTest, SurrogatesAreValidOnlyInPairs) {
  EXPECT_EQ(
      ValidOnes({R"(\ud83d\ude00)", R"(\uDBFF\uDFFF)", R"(\ud83d)", R"(\ude00)", R"(\ude00\ud83d)",
                 R"(\ud83d\ud83d)", R"(\ud83dx\ude00)", R"(\ud83d\n)", R"(\uD7FF)", R"(\uE000)"},
                EscapesAreValid),
      R"(\ud83d\ude00 \uDBFF\uDFFF \uD7FF \uE000)");
}

TEST(TextTest, NumbersFollowTheGrammarOfJson) {
  EXPECT_EQ(ValidOnes({"0",      "-0",   "12",    "1.5",   "-1.50", "0.0",      "1e3", "1E+3",
                       "1.2e-3", "01",   "-01",   "+1",    "1.",    ".5",       "-",   "1e",
                       "1e+",    "1.e3", "0x1F",  "1_000", "NaN",   "Infinity", "-.5", "1,5",
                       "1 2",    "--1",  "1e3.0", "1e3e",  "00",    "1f",       ""},
                      NumberIsValid),
            "0 -0 12 1.5 -1.50 0.0 1e3 1E+3 1.2e-3");
}

TEST(TextTest, ANumberThatNoDoubleCanHoldIsNotValid) {
  const std::string digits_308(308, '1');
  EXPECT_EQ(
      ValidOnes({"1e308", "1.7976931348623157e308", "-1e308", "1e309", "-1e309", "1e999",
                 "1e99999999999999999999", "0e99999", "0.000e99999", "1e-999",
                 "-1e-99999999999999999999", "0.00001e312", "0.00001e314", "1000e305", "1000e306"},
                NumberIsValid),
      "1e308 1.7976931348623157e308 -1e308 0e99999 0.000e99999 1e-999 -1e-99999999999999999999 "
      "0.00001e312 1000e305");
}

TEST(TextTest, ALongIntegerIsValidAsFarAsADoubleReaches) {
  EXPECT_TRUE(NumberIsValid(std::string(308, '9')));
  EXPECT_FALSE(NumberIsValid(std::string(310, '9')));
  EXPECT_FALSE(NumberIsValid("-" + std::string(400, '1')));
  EXPECT_TRUE(NumberIsValid("0." + std::string(400, '1')));
  EXPECT_TRUE(NumberIsValid("0." + std::string(400, '0') + "1"));
}

TEST(TextTest, UnescapeGivesWhatTheStringMeans) {
  EXPECT_EQ(Unescape(R"(a\"b\\c\/d)"), R"(a"b\c/d)");
  EXPECT_EQ(Unescape(R"(\b\f\n\r\t)"), "\b\f\n\r\t");
  EXPECT_EQ(Unescape(R"(\u0041\u00e9\u20AC\ud83d\uDE00)"), "Aé€😀");
  EXPECT_EQ(Unescape(R"(\u0000)"), std::string(1, '\0'));
  EXPECT_EQ(Unescape("plain é"), "plain é");
}

TEST(TextTest, QuotedEscapesOnlyWhatJsonDemands) {
  EXPECT_EQ(Quoted("a\"b\\c/d\x01\x1f\n é😀\x7f"), "\"a\\\"b\\\\c/d\\u0001\\u001f\\u000a é😀\x7f\"");
}

TEST(TextTest, QuotedIsTheInverseOfUnescape) {
  std::string all;
  for (int c = 0; c < 128; ++c) all.push_back(static_cast<char>(c));
  const std::string quoted = Quoted(all);
  EXPECT_TRUE(EscapesAreValid(Content(quoted)));
  EXPECT_EQ(Unescape(Content(quoted)), all);
}

TEST(TextTest, EveryByteIsLookedAtWhereverItStands) {
  for (int c = 0; c < 256; ++c) {
    std::string one(1, static_cast<char>(c));
    std::string quoted = Quoted(one);
    quoted = quoted.substr(1, quoted.size() - 2);
    for (size_t size = 0; size <= 26; ++size) {
      for (size_t at = 0; at <= size; ++at) {
        const std::string before(at, 'a');
        const std::string behind(size - at, '\x7f');
        ASSERT_EQ(Quoted(before + one + behind), '"' + before + quoted + behind + '"')
            << c << " at " << at << " of " << size;
      }
    }
  }
}

}  // namespace
}  // namespace gantt::json
