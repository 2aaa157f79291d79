#include "store/field_text_builder.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace gantt {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string Built(FieldTextBuilder* builder, const Pairs& pairs) {
  FieldText fields;
  for (const auto& [key, value] : pairs) builder->Set(key, value);
  builder->Build(&fields);
  return std::string(fields.text());
}

std::string Set(const Pairs& pairs) {
  FieldText fields;
  for (const auto& [key, value] : pairs) fields.Set(key, value);
  return std::string(fields.text());
}

TEST(FieldTextBuilderTest, MakesTheFieldsInTheirOrder) {
  FieldTextBuilder builder;
  EXPECT_EQ(Built(&builder, {{"id", "1"}, {"", "\"x\""}, {"a\\\"b", "[]"}}),
            R"("id":1,"":"x","a\"b":[])");
}

TEST(FieldTextBuilderTest, IsAsNewAfterEachRecord) {
  FieldTextBuilder builder;
  Built(&builder, {{"a", "1"}});
  EXPECT_EQ(Built(&builder, {{"b", "2"}}), "\"b\":2");
  EXPECT_EQ(Built(&builder, {}), "");
}

TEST(FieldTextBuilderTest, ARepeatedKeyKeepsItsPlaceAndItsLastValue) {
  FieldTextBuilder builder;
  EXPECT_EQ(Built(&builder, {{"a", "1"}, {"b", "2"}, {"a", "\"long\""}, {"c", "3"}}),
            R"("a":"long","b":2,"c":3)");
}

TEST(FieldTextBuilderTest, ARecordTakesExactlyTheMemoryThatItNeeds) {
  FieldTextBuilder builder;
  FieldText fields;
  builder.Set("a", "1");
  builder.Set("b", "2");
  builder.Build(&fields);
  const size_t memory = fields.memory();
  fields.ShrinkToFit();
  EXPECT_EQ(fields.memory(), memory);
}

// With few and with very many fields, with and without repetitions.
TEST(FieldTextBuilderTest, MakesWhatSetMakes) {
  std::mt19937 random(7);
  FieldTextBuilder builder;
  for (const unsigned size : {1, 3, 20, 63, 64, 65, 66, 130, 256, 257, 600}) {
    for (const unsigned keys : {size / 2 + 1, size * 50}) {
      Pairs pairs;
      for (unsigned i = 0; i < size; ++i) {
        pairs.emplace_back("k" + std::to_string(random() % keys), std::to_string(random()));
      }
      EXPECT_EQ(Built(&builder, pairs), Set(pairs)) << size << " of " << keys;
    }
  }
}

TEST(FieldTextBuilderTest, WhatWasBuiltIsFoundAndWrittenLikeAnyFields) {
  for (const int size : {3, 100, 300}) {
    Pairs pairs;
    for (int i = 0; i < size; ++i) pairs.emplace_back("k" + std::to_string(i), "0");
    FieldTextBuilder builder;
    FieldText fields;
    for (const auto& [key, value] : pairs) builder.Set(key, value);
    builder.Build(&fields);
    for (auto& [key, value] : pairs) fields.Set(key, value = "\"" + key + "\"");
    fields.Set("new", "1");
    pairs.emplace_back("new", "1");
    EXPECT_EQ(fields.text(), Set(pairs)) << size;
    EXPECT_EQ(fields.Get("k2"), "\"k2\"") << size;
  }
}

}  // namespace
}  // namespace gantt
