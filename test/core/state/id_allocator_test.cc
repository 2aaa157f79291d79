#include "state/id_allocator.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

namespace gantt {
namespace {

std::string Take(IdAllocator* ids, std::initializer_list<const char*> stores, uint64_t now = 0) {
  std::string out;
  for (const char* store : stores) out += (out.empty() ? "" : " ") + ids->Next(store, now);
  return out;
}

TEST(IdAllocatorTest, OneCounterServesAllStoresAndTasksAreEvents) {
  IdAllocator ids(IdFormat::kPrefixed, 0);
  EXPECT_EQ(Take(&ids, {"tasks", "resources", "tasks", "my store"}),
            R"("events-101" "resources-102" "events-103" "my store-104")");
}

TEST(IdAllocatorTest, NumbersAreJsonNumbers) {
  IdAllocator ids(IdFormat::kNumber, 0);
  EXPECT_EQ(Take(&ids, {"tasks", "resources"}), "101 102");
}

TEST(IdAllocatorTest, AnIdThatTheProjectHoldsIsNeverGivenOut) {
  IdAllocator ids(IdFormat::kPrefixed, 0);
  for (const char* key : {"events-250", "7", "resources-120", "no number"}) ids.Note(key);
  EXPECT_EQ(Take(&ids, {"tasks", "tasks"}), R"("events-251" "events-252")");
}

TEST(IdAllocatorTest, NotingASmallerNumberTakesNothingBack) {
  IdAllocator ids(IdFormat::kNumber, 0);
  ids.NoteNumber(500);
  ids.NoteNumber(3);
  EXPECT_EQ(Take(&ids, {"tasks"}), "501");
  EXPECT_EQ(ids.last_number(), 501U);
}

TEST(IdAllocatorTest, TheNumberOfAnIdIsTheDigitsAtItsEnd) {
  std::string out;
  for (const char* key :
       {"events-17", "17", "a1b2", "12x", "", "007", "-5", "1.5", "999999999999999"}) {
    out += std::to_string(TrailingNumber(key)) + " ";
  }
  EXPECT_EQ(out, "17 17 2 0 0 7 5 5 999999999999999 ");
}

TEST(IdAllocatorTest, MoreThanFifteenDigitsAreNoNumber) {
  IdAllocator ids(IdFormat::kNumber, 0);
  ids.Note("events-9999999999999999");
  ids.Note("18446744073709551615");
  EXPECT_EQ(Take(&ids, {"tasks"}), "101");
}

TEST(IdAllocatorTest, TheDigitsAtTheEndOfAUuidAreNoNumber) {
  IdAllocator ids(IdFormat::kNumber, 0);
  ids.Note("0190b5a1-7c3e-7d2a-9f10-4b6c8d123456");
  ids.Note("_generatedTaskModel_0190B5A1-7C3E-7D2A-9F10-123456789012");
  EXPECT_EQ(Take(&ids, {"tasks"}), "101");
  // These only look like some.
  ids.Note("0190b5a1-7c3e-7d2a-9f10-4b6c8d12345x200");
  ids.Note("plan-0190-b5a1-300");
  EXPECT_EQ(Take(&ids, {"tasks"}), "301");
}

TEST(IdAllocatorTest, ACopyGoesOnWhereTheFirstStands) {
  IdAllocator ids(IdFormat::kPrefixed, 0);
  Take(&ids, {"tasks"});
  IdAllocator copy = ids;
  EXPECT_EQ(Take(&copy, {"tasks"}) + Take(&ids, {"tasks"}), R"("events-102""events-102")");
}

TEST(IdAllocatorTest, UuidsAreOfVersionSevenAndVariantTwo) {
  IdAllocator ids(IdFormat::kUuid, 42);
  const std::regex form("\"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"");
  for (int i = 0; i < 100; ++i) {
    const std::string id = ids.Next("tasks", 1'700'000'000'000 + static_cast<uint64_t>(i));
    EXPECT_TRUE(std::regex_match(id, form)) << id;
  }
}

TEST(IdAllocatorTest, AUuidBeginsWithItsTime) {
  IdAllocator ids(IdFormat::kUuid, 42);
  EXPECT_EQ(ids.Next("tasks", 0x0123456789AB).substr(0, 16), "\"01234567-89ab-7");
}

TEST(IdAllocatorTest, UuidsGrowWithinOneMillisecondAndWhenTheClockGoesBack) {
  IdAllocator ids(IdFormat::kUuid, 42);
  std::string last;
  for (int i = 0; i < 20'000; ++i) {
    const std::string id = ids.Next("tasks", i < 10'000 ? 2'000 : 1'000);
    ASSERT_LT(last, id);
    last = id;
  }
}

TEST(IdAllocatorTest, TwoSeedsMakeTwoSequencesOfUuids) {
  std::set<std::string> seen;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    IdAllocator ids(IdFormat::kUuid, seed);
    for (int i = 0; i < 10; ++i) seen.insert(ids.Next("tasks", 1'000));
  }
  EXPECT_EQ(seen.size(), 1000U);
}

}  // namespace
}  // namespace gantt
