#include "store/field_text.h"

#include <gtest/gtest.h>

namespace gantt {
namespace {

TEST(FieldTextTest, IsTheJsonOfItsFieldsInTheOrderTheyCame) {
  FieldText fields;
  fields.Set("id", "1");
  fields.Set("name", "\"x\"");
  fields.Set("", "[]");
  EXPECT_EQ(fields.text(), R"("id":1,"name":"x","":[])");
}

TEST(FieldTextTest, SettingAFieldKeepsItsPlaceAndItsNeighbours) {
  FieldText fields;
  for (const char* key : {"a", "b", "c"}) fields.Set(key, "1");
  fields.Set("b", "\"longer\"");
  fields.Set("a", "22");
  fields.Set("c", "{}");
  fields.Set("b", "0");
  EXPECT_EQ(fields.text(), R"("a":22,"b":0,"c":{})");
}

TEST(FieldTextTest, GetReadsEveryFieldAfterOthersGrewAndShrank) {
  FieldText fields;
  for (const char* key : {"a", "b", "c"}) fields.Set(key, "1");
  fields.Set("a", "\"a long value\"");
  fields.Set("b", "2");
  fields.Set("a", "3");
  fields.Set("d", "4");
  EXPECT_EQ(std::string(fields.Get("a")) + std::string(fields.Get("b")) +
                std::string(fields.Get("c")) + std::string(fields.Get("d")),
            "3214");
}

TEST(FieldTextTest, AKeyThatIsNotThereHasAnEmptyValue) {
  FieldText fields;
  fields.Set("name", "\"id\"");
  EXPECT_EQ(fields.Get("id"), "");
  EXPECT_EQ(fields.Get("nam"), "");
  EXPECT_EQ(fields.Get("name2"), "");
}

TEST(FieldTextTest, ValuesThatLookLikeFieldsAreNotFound) {
  FieldText fields;
  fields.Set("note", R"("\"id\":7,")");
  fields.Set("id", "1");
  EXPECT_EQ(fields.Get("id"), "1");
}

TEST(FieldTextTest, KeysOfOneLengthAreToldApart) {
  FieldText fields;
  fields.Set("ab", "1");
  fields.Set("bC", "2");
  EXPECT_EQ(fields.text(), R"("ab":1,"bC":2)");
}

TEST(FieldTextTest, TheLongestKeyIsFound) {
  const std::string key(FieldText::kMaxKeySize, 'k');
  FieldText fields;
  fields.Set(key, "1");
  fields.Set("z", "2");
  fields.Set(key, "3");
  EXPECT_EQ(fields.Get(key), "3");
  EXPECT_EQ(fields.field_count(), 2U);
}

TEST(FieldTextTest, AKeyThatEndsWithAnEscapeIsToldFromALongerOne) {
  FieldText fields;
  fields.Set(R"(a\\\"b)", "1");
  fields.Set(R"(a\\)", "2");
  fields.Set("a", "3");
  EXPECT_EQ(std::string(fields.Get(R"(a\\)")) + std::string(fields.Get("a")) +
                std::string(fields.Get(R"(a\\\"b)")) + std::string(fields.key(0)) +
                std::string(fields.value(1)),
            R"(231a\\\"b2)");
}

// Else a message of short values before a long one would move megabytes for each of them.
TEST(FieldTextTest, AShortValueBeforeALongTextIsPutInWhenTheTextIsRead) {
  const std::string note = "\"" + std::string(100'000, 'x') + "\"";
  FieldText fields;
  fields.Set("a", "1");
  fields.Set("note", note);
  fields.Set("z", "2");
  for (const char* value : {"10", "100", "33"}) fields.Set("a", value);
  fields.Set("z", "22");
  fields.Set("b", "3");
  EXPECT_TRUE(fields.has_late_values());
  EXPECT_EQ(fields.Get("a"), "33");
  EXPECT_EQ(fields.value(0), "33");
  const size_t size = fields.size();
  EXPECT_EQ(fields.text(), R"("a":33,"note":)" + note + R"(,"z":22,"b":3)");
  EXPECT_EQ(fields.text().size(), size);
  EXPECT_FALSE(fields.has_late_values());
  fields.Set("a", "4");
  fields.Set("note", "5");
  EXPECT_EQ(fields.text(), R"("a":4,"note":5,"z":22,"b":3)");
}

TEST(FieldTextTest, VeryManyFieldsAreFoundAndWrittenLikeFew) {
  constexpr size_t kCount = 5'000;
  FieldText fields;
  std::string text;
  for (size_t round = 0; round < 3; ++round) {
    text.clear();
    for (size_t i = 0; i < kCount; ++i) {
      const std::string key = "f" + std::to_string(i);
      const std::string value = std::to_string(i * round);
      fields.Set(key, value);
      if (i > 0) text += ",";
      text.append("\"").append(key).append("\":").append(value);
    }
    EXPECT_EQ(fields.size(), text.size());
    EXPECT_EQ(fields.Get("f4000"), std::to_string(4'000 * round));
  }
  EXPECT_TRUE(fields.has_late_values());
  EXPECT_EQ(fields.text(), text);
  EXPECT_EQ(fields.field_count(), kCount);
}

// Offsets are longer in a long text, and the text may become long, and short again, at any field.
TEST(FieldTextTest, FieldsStayWhatTheyAreWhenTheTextGetsLongAndShortAgain) {
  for (const size_t longest : {65'000, 65'480, 65'500, 65'530, 65'540, 70'000, 200'000}) {
    FieldText fields;
    fields.Set("a", "1");
    fields.Set("b", "\"" + std::string(longest / 2, 'b') + "\"");
    fields.Set("c", "2");
    fields.Set("d", "\"\"");
    fields.Set("e", "3");
    const auto expected = [&](size_t c, size_t d) {
      return "\"a\":1,\"b\":\"" + std::string(longest / 2, 'b') + "\",\"c\":\"" +
             std::string(c, 'c') + "\",\"d\":\"" + std::string(d, 'd') + "\",\"e\":3";
    };
    for (const size_t d : {longest / 2, size_t{1}, longest / 2 + 100}) {
      fields.Set("d", "\"" + std::string(d, 'd') + "\"");
      for (const size_t c : {7, 0, 90}) {
        fields.Set("c", "\"" + std::string(c, 'c') + "\"");
        if (c == 0) fields.ShrinkToFit();
        EXPECT_EQ(fields.Get("a"), "1");
        EXPECT_EQ(fields.Get("e"), "3");
        EXPECT_EQ(fields.text(), expected(c, d)) << longest;
        EXPECT_EQ(fields.value(3).size(), d + 2);
      }
    }
  }
}

TEST(FieldTextTest, AFieldTakesTwoBytesBesideItsText) {
  const auto beside = [](size_t count) {
    FieldText fields;
    for (size_t i = 0; i < count; ++i) fields.Set("f" + std::to_string(i), "1");
    fields.ShrinkToFit();
    return fields.memory() - fields.size();
  };
  EXPECT_EQ(beside(60) - beside(10), 100U);
  EXPECT_LE(beside(0), 12U);
  EXPECT_LE(beside(1), 14U);
}

TEST(FieldTextTest, RoomForMoreFieldsThanBytesIsRoomForFields) {
  FieldText fields;
  fields.Reserve(10, 70'000);
  for (const char* key : {"a", "b", "c"}) fields.Set(key, "1");
  fields.Reserve(20, 70'000);
  fields.ShrinkToFit();
  EXPECT_EQ(fields.text(), R"("a":1,"b":1,"c":1)");
}

TEST(FieldTextTest, ShrinkingLosesNothing) {
  FieldText fields;
  fields.Reserve(10'000, 100);
  fields.Set("a", "1");
  fields.ShrinkToFit();
  EXPECT_LT(fields.memory(), 1'000U);
  EXPECT_EQ(fields.text(), R"("a":1)");
}

}  // namespace
}  // namespace gantt
