#include "json/reader.h"

#include <gtest/gtest.h>

#include <string>

#include "json/text.h"
#include "support.h"

namespace gantt::json {
namespace {

std::string Parse(std::string_view text, size_t max_depth = kMaxMessageDepth) {
  Reader reader(max_depth);
  Value root;
  const Status status = reader.Parse(text, &root);
  return status.ok() ? std::string(root.raw()) : Render(status);
}

// Every value with its type, as the iterators see it: {a:[number 1]}.
std::string Walk(const Value& value) {
  constexpr const char* kNames[] = {"", "", "string ", "number ", "", "", ""};
  std::string out;
  if (value.is(Type::kObject)) {
    for (Members m(value); m.more(); m.Next()) {
      out += (out.empty() ? "" : ",") + std::string(Content(m.key().raw())) + ":" + Walk(m.value());
    }
    return "{" + out + "}";
  }
  if (value.is(Type::kArray)) {
    for (Elements e(value); e.more(); e.Next()) out += (out.empty() ? "" : ",") + Walk(e.value());
    return "[" + out + "]";
  }
  return kNames[static_cast<int>(value.type())] + std::string(value.raw());
}

std::string Nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(ReaderTest, GivesEachValueItsTypeInOrder) {
  Reader reader;
  Value root;
  ASSERT_TRUE(
      reader.Parse(R"( {"a":[1,"x",true,false,null,{},[]], "b" : {"c":-1.5e3}} )", &root).ok());
  EXPECT_EQ(Walk(root), R"({a:[number 1,string "x",true,false,null,{},[]],b:{c:number -1.5e3}})");
}

TEST(ReaderTest, RawIsTheTextAsItCameWithoutTheSpaceAroundIt) {
  Reader reader;
  Value root;
  ASSERT_TRUE(reader.Parse("\n{ \"a\" :\t[ 1.50 ,\r\n\"\\u0041\" ] }\n", &root).ok());
  EXPECT_EQ(root.raw(), "{ \"a\" :\t[ 1.50 ,\r\n\"\\u0041\" ] }");
  Elements e(root.Member("a"));
  EXPECT_EQ(e.value().raw(), "1.50");
  e.Next();
  EXPECT_EQ(e.value().raw(), "\"\\u0041\"");
}

TEST(ReaderTest, AScalarAloneIsAText) {
  EXPECT_EQ(Parse(" 17 ") + Parse("true") + Parse("null") + Parse("\"x\""), "17truenull\"x\"");
}

TEST(ReaderTest, MemberFindsAKeyHoweverItIsEscaped) {
  Reader reader;
  Value root;
  ASSERT_TRUE(reader.Parse(R"({"x":{"name":0},"n\u0061me":1,"name":2,"name\\":3})", &root).ok());
  EXPECT_EQ(root.Member("name").raw(), "1");
  EXPECT_EQ(root.Member("name\\").raw(), "3");
  EXPECT_FALSE(root.Member("nam").exists());
}

TEST(ReaderTest, NamesTheByteThatIsWrong) {
  EXPECT_EQ(Parse(R"({"a":1,})"), "ERR_INVALID_JSON: Expected a key at byte 7");
  EXPECT_EQ(Parse(R"({"a" 1})"), "ERR_INVALID_JSON: Expected a colon at byte 5");
  EXPECT_EQ(Parse(R"([1 2])"),
            "ERR_INVALID_JSON: Expected a comma or the closing bracket at byte 3");
  EXPECT_EQ(Parse(R"({"a":[1})"),
            "ERR_INVALID_JSON: Expected a comma or the closing bracket at byte 7");
  EXPECT_EQ(Parse(R"([tru])"), "ERR_INVALID_JSON: Unexpected text at byte 1");
  EXPECT_EQ(Parse(R"({} {})"), "ERR_INVALID_JSON: Expected the end at byte 3");
  EXPECT_EQ(Parse(R"({"a":)"), "ERR_INVALID_JSON: Unexpected end at byte 5");
}

TEST(ReaderTest, TellsAnUnclosedStringFromAControlCharacterAndFromNothing) {
  EXPECT_EQ(Parse(R"({"a)"), "ERR_INVALID_JSON: A string is not closed");
  EXPECT_EQ(Parse("\"a\tb\""),
            "ERR_INVALID_JSON: A string has a control character that is not escaped");
  EXPECT_EQ(Parse(""), "ERR_INVALID_JSON: The text is empty");
  EXPECT_EQ(Parse(" \n"), "ERR_INVALID_JSON: The text is empty or not JSON");
}

TEST(ReaderTest, RefusesBytesThatAreNotUtf8) {
  for (const char* bad :
       {"\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\""}) {
    EXPECT_EQ(Parse(bad), "ERR_INVALID_UTF8: The text is not valid UTF-8") << bad;
  }
  EXPECT_EQ(Parse("\"é€😀\""), "\"é€😀\"");
}

TEST(ReaderTest, LooksAtUtf8OutsideStringsToo) {
  EXPECT_EQ(Parse("[1]\xff"), "ERR_INVALID_UTF8: The text is not valid UTF-8");
}

TEST(ReaderTest, RefusesAByteOrderMark) {
  EXPECT_EQ(Parse("\xEF\xBB\xBF{}"), "ERR_INVALID_JSON: Unexpected text at byte 0");
}

TEST(ReaderTest, DepthIsAllowedUpToTheLimitAndNoFurther) {
  EXPECT_EQ(Parse(Nested(64)), Nested(64));
  EXPECT_EQ(Parse(Nested(65)), "ERR_TOO_DEEP: The text is nested too deep at byte 64");
  EXPECT_EQ(Parse(Nested(3), 2), "ERR_TOO_DEEP: The text is nested too deep at byte 2");
}

TEST(ReaderTest, DepthCountsObjectsAndArraysAlike) {
  EXPECT_EQ(Parse(R"({"a":[{"b":1}]})", 2), "ERR_TOO_DEEP: The text is nested too deep at byte 6");
  EXPECT_EQ(Parse("[[],[],{},[[]]]", 3), "[[],[],{},[[]]]");
}

TEST(ReaderTest, TwentyThousandLevelsAreRefusedLikeSixtyFive) {
  EXPECT_EQ(Parse(std::string(20'000, '[')),
            "ERR_TOO_DEEP: The text is nested too deep at byte 64");
}

TEST(ReaderTest, OneReaderReadsTextAfterTextWhateverTheirSizes) {
  Reader reader;
  Value root;
  std::string big = "[";
  for (int i = 0; i < 5'000; ++i) big += "{\"k\":" + std::to_string(i) + "},";
  big += "0]";
  std::string seen;
  for (const std::string& text :
       {std::string("[1]"), big, std::string("[1,"), std::string("{\"a\":[]}")}) {
    const Status status = reader.Parse(text, &root);
    seen += !status.ok() ? "refused " : root.raw() == text ? "read " : "other ";
  }
  EXPECT_EQ(seen, "read read refused read ");
}

TEST(ReaderTest, ReadsOnAfterItGaveItsMemoryBack) {
  Reader reader;
  Value root;
  const std::string big = "[" + std::string(100'000, ' ') + "1]";
  ASSERT_TRUE(reader.Parse(big, &root).ok());
  reader.ShrinkTo(1000);
  ASSERT_TRUE(reader.Parse("[[2]]", &root).ok());
  EXPECT_EQ(Walk(root), "[[number 2]]");
}

TEST(ReaderTest, ReadsNothingBehindTheText) {
  // The rest of the buffer would complete the text; under the address sanitizer, the exact copy
  // shows an access behind it.
  const std::string whole = R"({"a":"bcd"})";
  for (size_t size = 1; size < whole.size(); ++size) {
    const std::unique_ptr<char[]> exact(new char[size]);
    whole.copy(exact.get(), size);
    EXPECT_TRUE(Parse({exact.get(), size}).starts_with("ERR_INVALID_JSON")) << size;
  }
}

}  // namespace
}  // namespace gantt::json
