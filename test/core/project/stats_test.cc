#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "base/status.h"
#include "base/text_arena.h"
#include "support.h"

namespace gantt {
namespace {

TEST(StatsTest, CountsRevisionsRecordsBytesAndNames) {
  TestProject project("{'tasksData':[{'id':1,'children':[{'id':2}]}],'resourcesData':[{'id':1}]}");
  project.Change("{'notes':{'added':[{'$PhantomId':'p'}]}}");
  const size_t bytes = std::string("'id':1'id':2'id':1'id':'notes-101'").size();
  const RevisionLog& log = project.project.state().log;
  EXPECT_EQ(SingleQuoted(project.project.Stats()),
            "{'revision':1,'stores':{'tasks':2,'resources':1,'dependencies':0,'assignments':0,'"
            "calendars':0,"
            "'versions':0,'changelogs':0,'notes':1},'bytes':" +
                std::to_string(bytes) + ",'memory':" + std::to_string(project.project.memory()) +
                ",'isFull':false,'log':{'revisions':1,'bytes':" +
                std::to_string(log.at(1).bytes()) + "},'phantomIds':1}");
}

TEST(StatsTest, AreJsonWhateverTheStoresAreCalled) {
  TestProject project;
  project.Change(R"({'\u0000\ud83d\ude00\\':{'added':[{}]}})");
  const nlohmann::json stats = nlohmann::json::parse(project.project.Stats(), nullptr, false);
  ASSERT_FALSE(stats.is_discarded()) << project.project.Stats();
  EXPECT_EQ(stats["stores"].size(), 8U);
}

TEST(StatusTest, EveryCodeHasItsOwnName) {
  std::set<std::string> names;
  const int last = static_cast<int>(ErrorCode::kInvalidDataFile);
  for (int code = 1; code <= last; ++code) {
    const std::string name = CodeName(static_cast<ErrorCode>(code));
    EXPECT_TRUE(name.starts_with("ERR_") && name != "ERR_UNKNOWN") << name;
    names.insert(name);
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(last));
}

TEST(StatusTest, IsOkWithoutAMessageUnlessSomethingWasWrong) {
  EXPECT_EQ(Render(Status()), "OK");
  EXPECT_EQ(Render(Status(ErrorCode::kProjectFull, "It is full")), "ERR_PROJECT_FULL: It is full");
}

TEST(TextArenaTest, AViewStaysGoodWhileTheArenaGrows) {
  TextArena arena;
  const std::string_view first =
      arena.Keep("x");  // So short that it lies inside the string itself.
  for (int i = 0; i < 10'000; ++i) arena.Keep(std::to_string(i));
  EXPECT_EQ(first, "x");
}

}  // namespace
}  // namespace gantt
