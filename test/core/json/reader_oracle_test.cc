#include "json/reader_oracle.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gantt::json {
namespace {

const std::vector<std::string>& GoodTexts() {
  static const std::vector<std::string> texts = {
      // Structure
      "{}", "[]", "[[]]", "[{}]", "{\"\":{}}", "[[],[],{}]", R"({"a":{"b":[1,{"c":null}]}})",
      R"([[[[[[[]]]]]]])", R"({"a":1,"b":2,"c":[]})", R"({"a":1,"a":2})", R"({"a":1,"\u0061":2})",
      R"({"":0,"":1})", "[null,true,false]",
      // Scalars alone
      "null", "true", "false", "0", "\"\"", "\"a\"", "-1",
      // White space
      " [ ] ", "\t{\r\n\"a\"\t:\r1\n,\"b\" : 2 }\n", "[1 ]", "[ 1]", "1\n", "\r\n1",
      // Numbers
      "[0]", "[-0]", "[0.0]", "[-0.0e-0]", "[1E5]", "[1e+05]", "[123456789012345678901234567890]",
      "[9223372036854775807,9223372036854775808,-9223372036854775808,-9223372036854775809]",
      "[18446744073709551615,18446744073709551616]",
      "[0.1,1.7976931348623157e308,5e-324,1e-400,-1e-99999]",
      "[0.00000000000000000000000000000000000000000000000001]", "[1.0000000000000002]",
      "[0e9999999999]",
      // Strings
      R"(["\"\\\/\b\f\n\r\t"])", R"(["\u0041\u00e9\u20ac\uFFFF\u0000"])", R"(["\ud83d\ude00"])",
      R"(["\uD800\uDC00"])", R"(["\uDBFF\uDFFF"])", R"(["\\u0041"])", R"(["\\\\"])", R"(["\\\""])",
      R"(["a\\"])", "[\"/\"]", "[\"\x7f\"]", "[\"é€😀\"]", "[\"\xf4\x8f\xbf\xbf\"]",
      "[\"\xef\xbf\xbf\"]", "[\"\xe2\x80\xa8\"]", "[\"{}[],:\"]", R"({"[":"]","{":"}",",":":"})",
      R"({"a\u0022b":1})"};
  return texts;
}

const std::vector<std::string>& BadTexts() {
  static const std::vector<std::string> texts = {
      // Structure
      "", " ", "{", "}", "[", "]", "[}", "{]", "[1}", "{\"a\":1]", "[,]", "[1,]", "[,1]", "[1,,2]",
      "{,}", "{\"a\":1,}", "{\"a\"}", "{\"a\":}", "{\"a\",1}", "{\"a\" 1}", "{:1}", "{1:1}",
      "{null:1}", "{\"a\"::1}", "{\"a\":1:2}", "[1 2]", "[1:2]", "[] []", "{} x", "1 2", "1,", ",1",
      ":", "[[]", "[]]", "{{}}", "{\"a\":1 \"b\":2}", "[\"a\" \"b\"]", "[\"a\"\"b\"]", "[\"a\"1]",
      "[1\"a\"]", "[true\"a\"]", "[null[]]", "[1{}]", "{'a':1}", "[1]//", "/**/[1]", "[1]#",
      // Scalars
      "nul", "nulll", "True", "NULL", "truE", "fals", "undefined", "NaN", "Infinity", "-Infinity",
      "a", "[a]", "[truefalse]", "tru e", "'a'",
      // White space
      "[1\f]", "[1\v]", "\xC2\xA0[1]", "[1\xE2\x80\x83]", std::string("[1]\0", 4),
      std::string("\0[1]", 4), std::string("[\0]", 3), "[1\x1a]",
      // Numbers
      "[01]", "[-01]", "[00]", "[+1]", "[.1]", "[1.]", "[1.e1]", "[1e]", "[1e+]", "[1e1.5]", "[-]",
      "[--1]", "[1-]", "[1e1e1]", "[0x1]", "[1_0]", "[1a]", "[1.2.3]", "[- 1]", "[1 e1]", "[1e999]",
      "[-1e999]", "[1.8e308]", "[1e99999999999999999999]", "[" + std::string(400, '1') + "]",
      "[-" + std::string(310, '9') + ".5]",
      // Strings
      "\"", "[\"]", "[\"a]", "[\"\\\"]", "[\"\\\\\\\"]", R"(["\a"])", R"(["\x41"])", R"(["\0"])",
      R"(["\'"])", R"(["\u"])", R"(["\u12"])", R"(["\u123"])", R"(["\u12G4"])", R"(["\U0041"])",
      R"(["\u 041"])", R"(["\ud800"])", R"(["\udc00"])", R"(["\ud800\ud800"])",
      R"(["\udc00\ud800"])", R"(["\ud800a"])", R"(["\ud800\n"])", R"(["\ud800\u0041"])",
      R"(["\ud800\"])", "[\"a\nb\"]", "[\"a\tb\"]", "[\"\x1f\"]", std::string("[\"\0\"]", 5),
      "[\\n]", "[\"a\"\\]", R"(\u0022a")", R"({"\ud800":1})", R"({"\a":1})",
      // UTF-8
      "[\"\x80\"]", "[\"\xbf\"]", "[\"\xc3\"]", "[\"\xc3(\"]", "[\"\xc0\xaf\"]", "[\"\xc1\xbf\"]",
      "[\"\xe0\x80\xaf\"]", "[\"\xe2\x82\"]", "[\"\xed\xa0\x80\"]", "[\"\xed\xbf\xbf\"]",
      "[\"\xf0\x80\x80\xaf\"]", "[\"\xf0\x9f\x98\"]", "[\"\xf4\x90\x80\x80\"]",
      "[\"\xf5\x80\x80\x80\"]", "[\"\xf8\x88\x80\x80\x80\"]", "[\"\xff\"]", "[\xff]", "\xff[1]",
      "[1]\xc3", "[é]"};
  return texts;
}

// What the two disagree about, one text a line.
std::string Disagreements(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    const std::string one = Disagreement(text);
    if (!one.empty()) out += text + ": " + one + "\n";
  }
  return out;
}

std::string Nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(ReaderOracleTest, BothAcceptWhatIsJson) {
  EXPECT_EQ(Disagreements(GoodTexts()), "");
  for (const std::string& text : GoodTexts()) EXPECT_TRUE(IsAccepted(text)) << text;
}

TEST(ReaderOracleTest, BothRefuseWhatIsNot) {
  EXPECT_EQ(Disagreements(BadTexts()), "");
  for (const std::string& text : BadTexts()) EXPECT_FALSE(IsAccepted(text)) << text;
}

TEST(ReaderOracleTest, BothAgreeWhereverATextStandsInTheBlocksOfTheIndex) {
  std::vector<std::string> texts;
  for (const auto* list : {&GoodTexts(), &BadTexts()}) {
    for (const std::string& text : *list) {
      for (size_t pad = 50; pad <= 66; ++pad) {
        texts.push_back(std::string(pad, ' ') + text);
        texts.push_back("[\"" + std::string(pad, '\\') + "\"," + text + "]");
      }
    }
  }
  EXPECT_EQ(Disagreements(texts), "");
}

TEST(ReaderOracleTest, BothAgreeOnEveryTextThatOneByteMakesDifferent) {
  const std::string bytes("\"\\{}[],:0-+.eEtfnu \n\f/\0\x1a\x1f\x7f\x80\xc3\xed", 30);
  std::vector<std::string> texts;
  for (const std::string& text : GoodTexts()) {
    for (size_t at = 0; at <= text.size(); ++at) {
      if (at < text.size()) texts.push_back(text.substr(0, at) + text.substr(at + 1));
      texts.push_back(text.substr(0, at));
      for (const char byte : bytes) {
        texts.push_back(text.substr(0, at) + byte + text.substr(at));
        if (at < text.size()) texts.push_back(text.substr(0, at) + byte + text.substr(at + 1));
      }
    }
  }
  EXPECT_EQ(Disagreements(texts), "");
}

TEST(ReaderOracleTest, TheDepthLimitIsADifferenceThatIsMeant) {
  EXPECT_EQ(Disagreements({Nested(64), Nested(65), Nested(20'000), std::string(20'000, '[')}), "");
  EXPECT_TRUE(IsAccepted(Nested(64)));
  EXPECT_FALSE(IsAccepted(Nested(65)));
}

TEST(ReaderOracleTest, TheByteOrderMarkIsADifferenceThatIsMeant) {
  EXPECT_EQ(Disagreements({"\xEF\xBB\xBF[1]", "\xEF\xBB\xBF", "\xEF\xBB[1]"}), "");
  EXPECT_FALSE(IsAccepted("\xEF\xBB\xBF[1]"));
}

TEST(ReaderOracleTest, ANulByteIsADifferenceThatIsMeant) {
  EXPECT_FALSE(IsAccepted(std::string("[1]\0", 4)));
  EXPECT_FALSE(IsAccepted(std::string("[1\0,2]", 6)));
}

}  // namespace
}  // namespace gantt::json
