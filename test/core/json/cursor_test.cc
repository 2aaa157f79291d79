// Going through a JSON text without an index of it.
#include "json/cursor.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "support.h"

namespace gantt::json {
namespace {

TEST(CursorTest, AValueIsItsOwnTextWhateverIsInIt) {
  for (const char* const value : {"1", "-0.5e3", "true", "null", "'x'", "'}],'", "[]", "{}",
                                  "[1,[2,{'a':']'}],3]", "{'a':{'b':[{}]},'c':'}'}"}) {
    const std::string text = Json("[" + std::string(value) + " , 2]");
    std::string found;
    Cursor at(text);
    at.Elements([&] { found += std::string(at.Value()) + "|"; });
    EXPECT_EQ(SingleQuoted(found), std::string(value) + "|2|");
    EXPECT_EQ(at.place(), text.data() + text.size());
  }
}

TEST(CursorTest, AStringEndsAtAQuoteWithoutABackslash) {
  const std::string_view text = R"(["a\"b","\\","\\\"]"])";
  std::string found;
  Cursor at(text);
  at.Elements([&] { found += std::string(at.Value()) + "|"; });
  EXPECT_EQ(found, R"("a\"b"|"\\"|"\\\"]"|)");
}

TEST(CursorTest, MembersHaveKeysAsTheyCameAndWhiteSpaceIsNothing) {
  const std::string_view text = " \n{ \"a\" : 1 ,\t\"\\u0062\":{ } , \"c\" : [ ] } ";
  std::string found;
  Cursor at(text);
  at.Members([&](std::string_view key) {
    found += std::string(key) + "=";
    found += std::string(at.Value()) + "|";
  });
  EXPECT_EQ(found, R"("a"=1|"\u0062"={ }|"c"=[ ]|)");
}

TEST(CursorTest, ObjectsAndArraysMayBeEmpty) {
  const std::string_view text = "[{},[],{ },[ ]]";
  size_t count = 0;
  Cursor at(text);
  at.Elements([&] {
    ++count;
    if (at.IsAt('{')) {
      at.Members([](std::string_view) { FAIL(); });
    } else {
      at.Elements([] { FAIL(); });
    }
  });
  EXPECT_EQ(count, 4U);
}

}  // namespace
}  // namespace gantt::json
