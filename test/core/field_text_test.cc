#include "model/field_text.h"

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

TEST(FieldTextTest, KeysWithEqualHashesAreToldApart) {
  // 'a' * 31 + 'b' equals 'b' * 31 + 'C'; the sizes are equal too.
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
