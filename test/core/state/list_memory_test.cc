#include "state/list_memory.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

const std::string kList = NameOfList("calendars", "w", "intervals");

TEST(ListMemoryTest, WhatAClientLoadedIsWhatTheListWasThen) {
  ListMemory memory(size_t{1} << 20);
  memory.Written(kList, 5, "[5]");
  memory.Written(kList, 9, "[9]");
  for (const auto& [revision, text] : {std::pair(4, "[5]"), {5, "[9]"}, {8, "[9]"}, {9, "[now]"}}) {
    memory.Loaded("ann", revision);
    EXPECT_EQ(memory.LoadedBy("ann", kList, "[now]"), text) << revision;
  }
  EXPECT_EQ(memory.LoadedBy("nobody", kList, "[now]"), "[5]");
  EXPECT_EQ(memory.LoadedBy("ann", NameOfList("calendars", "w2", "intervals"), "[x]"), "[x]");
}

TEST(ListMemoryTest, ListsFromBeforeTheLogAreForgotten) {
  ListMemory memory(size_t{1} << 20);
  memory.Loaded("ann", 4);
  memory.Written(kList, 5, "[5]");
  memory.Written(kList, 9, "[9]");
  memory.Forget(AMessageEnds(), 6);
  EXPECT_EQ(memory.LoadedBy("ann", kList, "[now]"), "[now]");
  memory.Loaded("ann", 6);
  EXPECT_EQ(memory.LoadedBy("ann", kList, "[now]"), "[9]");
}

TEST(ListMemoryTest, LoadingAgainForgetsWhatAClientShowed) {
  ListMemory memory(size_t{1} << 20);
  memory.See("ann", kList, {.loaded = "[1]", .shown = "[2]", .own = "[2]", .at = 0});
  EXPECT_EQ(memory.Changed("ann", "calendars", "w"), std::vector<std::string>{"intervals"});
  EXPECT_TRUE(memory.Changed("ann", "calendars", "").empty());
  memory.GoesOn("ann2", "ann");
  EXPECT_EQ(memory.Find("ann", kList), nullptr);
  EXPECT_EQ(memory.Find("ann2", kList)->shown, "[2]");
  memory.Loaded("ann2", 3);
  EXPECT_EQ(memory.Find("ann2", kList), nullptr);
}

TEST(ListMemoryTest, ItHasABoundForClientsAndOneForLists) {
  ListMemory memory(4096);
  const std::string big(1000, 'x');
  for (int i = 0; i < 100; ++i) {
    memory.See(std::to_string(i), kList, {.loaded = big, .shown = big, .own = big, .at = 0});
    memory.Written(kList, static_cast<uint64_t>(i) + 1, big);
    memory.Forget(AMessageEnds(), 0);
    EXPECT_LE(memory.bytes(), 2 * 4096U);
  }
  EXPECT_EQ(memory.Find("0", kList), nullptr);
  EXPECT_NE(memory.Find("99", kList), nullptr);
  // Whom it has forgotten is taken to have loaded what is there.
  EXPECT_EQ(memory.LoadedBy("0", kList, "[now]"), "[now]");
}

TEST(ListMemoryTest, WhatNeverWasIsNotRemembered) {
  ListMemory memory(size_t{1} << 20);
  memory.Written(kList, 5, "[5]");
  memory.Written(kList, 9, "[9]");
  memory.ForgetBehind(5);
  memory.Loaded("ann", 5);
  EXPECT_EQ(memory.LoadedBy("ann", kList, "[now]"), "[now]");
  EXPECT_EQ(memory.Since(0, kList, 10).size(), 1U);
}

}  // namespace
}  // namespace gantt
