#include "base/text_writer.h"

#include <gtest/gtest.h>

#include <string>

namespace gantt {
namespace {

TEST(TextWriterTest, AppendsBehindWhatIsThere) {
  std::string text = "[";
  {
    TextWriter out(&text);
    out.Put("ab");
    out.Put('c');
    out.Put("");
    EXPECT_EQ(out.size(), 4U);
    EXPECT_EQ(out.back(), 'c');
    EXPECT_EQ(out[1], 'a');
  }
  EXPECT_EQ(text, "[abc");
}

TEST(TextWriterTest, TakesBackWhatItWrote) {
  std::string text = "[";
  {
    TextWriter out(&text);
    out.Put("abc");
    out.CutTo(2);
    out.Put(']');
  }
  EXPECT_EQ(text, "[a]");
}

TEST(TextWriterTest, RepeatsWhatItWroteWhileItGrows) {
  std::string text = "[";
  std::string expected = "[abc";
  {
    TextWriter out(&text);
    out.Put("abc");
    for (size_t i = 0; i < 12; ++i) {
      out.Repeat(1, out.size());
      expected += expected.substr(1);
    }
  }
  EXPECT_EQ(text, expected);
}

TEST(TextWriterTest, GrowsWithPiecesOfAnySize) {
  std::string text;
  std::string expected;
  {
    TextWriter out(&text);
    for (size_t size = 0; size < 1500; ++size) {
      const std::string piece(size, static_cast<char>('a' + size % 26));
      out.Put(piece);
      out.Put('.');
      expected += piece + '.';
    }
  }
  EXPECT_EQ(text, expected);
}

TEST(TextWriterTest, WithoutAPieceTheTextStaysAsItIs) {
  std::string text = "as it is";
  { TextWriter out(&text); }
  EXPECT_EQ(text, "as it is");
}

}  // namespace
}  // namespace gantt
