#include "wire/page_field.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/text_arena.h"
#include "support.h"
#include "wire/page_scalar.h"
#include "wire/page_work.h"

namespace gantt {
namespace {

constexpr std::string_view kRows =
    "{'tasks':{'rows':[{'id':1,'duration':2,'durationUnit':'hour','effort':1,'a.b':7,"
    "'address':{'city':'Oslo','at':{'x':[1,{'y':2}]}},'note':'{'}]}}";

// What a name stands for in the record.
std::string In(const std::string& name) {
  const TestProject project(kRows);
  const Store& tasks = *project.project.state().FindStore("tasks");
  TextArena arena;
  PageWork work(10'000);
  Scalar scalar;
  EXPECT_TRUE(PageField(name).Read(*tasks.FirstChild(tasks.root()), true, &work, &arena, &scalar));
  if (scalar.kind == Scalar::kNumber) return std::to_string(scalar.number);
  return std::string(scalar.text);
}

TEST(PageFieldTest, ANameWithPointsIsThePathOfAMemberWhereNoFieldHasIt) {
  EXPECT_EQ(In("address.city"), "Oslo");
  EXPECT_EQ(In("address.at.x"), "[1,{\"y\":2}]");
  EXPECT_EQ(In("a.b"), "7.000000");
  for (const char* const name : {"address.town", "address.city.x", "note.x", "none.x", "address.",
                                 ".city", ".", "address.at.x.1"})
    EXPECT_EQ(In(name), "") << name;
}

TEST(PageFieldTest, AnAmountAndItsUnitAreMilliseconds) {
  EXPECT_EQ(In("fullDuration"), "7200000.000000");
  EXPECT_EQ(In("fullEffort"), "86400000.000000");
}

}  // namespace
}  // namespace gantt
