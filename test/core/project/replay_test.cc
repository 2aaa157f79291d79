// A project that replays its journal is, in everything that it shows and remembers, the one that
// wrote it.
#include "project/replay.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "project/rebuild.h"
#include "project/snapshot.h"
#include "support.h"

namespace gantt {
namespace {

constexpr std::string_view kData =
    "{'project':{'calendar':'c'},'tasksData':[{'id':1,'name':'one','children':[{'id':11},{'id':12}]"
    "}"
    ",{'id':2}],'resourcesData':[{'id':'r'}],'assignmentsData':[{'id':9,'event':11,'resource':'r'}]"
    ","
    "'versionsData':[{'id':'v','content':'x'}]}";

class ReplayTest : public testing::Test {
 protected:
  static ProjectOptions Options() {
    ProjectOptions options = TestOptions();
    options.keeps_journal = true;
    return options;
  }

  void Submit(std::string_view message, const Terms& terms, std::string_view author = "bob") {
    Outcome outcome;
    const Status status =
        project_.project.Submit(Json(message), author, TestProject::kNow, terms, &outcome);
    EXPECT_EQ(Render(status), "OK");
    records_ += project_.project.TakeJournal();
  }
  void Change(std::string_view changes, const Terms& terms, std::string_view author = "bob") {
    Submit(Message({changes}), terms, author);
  }
  // But for the memory, which depends on how it came to be.
  static std::string StatsOf(const Project& project) {
    nlohmann::json stats = nlohmann::json::parse(project.Stats());
    stats.erase("memory");
    return stats.dump();
  }
  // Replays everything from the first data, and from what the project is now.
  void ExpectTheSame() {
    const std::string now = project_.project.Snapshot();
    for (const std::string& start : {start_, now}) {
      Project twin(Options());
      EXPECT_EQ(Render(twin.Restore(start, records_)), "OK");
      EXPECT_EQ(twin.Snapshot(), now);
      EXPECT_EQ(StatsOf(twin), StatsOf(project_.project));
      EXPECT_EQ(Joined(twin.Dataset(DatasetView::kCommands)),
                Joined(project_.project.Dataset(DatasetView::kCommands)));
    }
  }

  TestProject project_{kData, Options()};
  const std::string start_ = project_.project.Snapshot();
  std::string records_;
};

TEST_F(ReplayTest, OfNothingGivesTheSameProject) { ExpectTheSame(); }

TEST_F(ReplayTest, GivesBackWhatRemovedRecordsSaid) {
  Change("{'versions':{'updated':[{'id':'v','content':'y'}],'removed':[{'id':'v'}]}}", {});
  Change("{'tasks':{'removed':[{'id':1}]}}", {});
  ExpectTheSame();
  Change("{'versions':{'added':[{'$PhantomId':'v'}]},'tasks':{'added':[{'$PhantomId':1}]}}", {});
  ExpectTheSame();
  std::string reply;
  EXPECT_TRUE(project_.project.AppendVersionContent("load", "v", &reply));
  EXPECT_NE(reply.find("\"content\":\"y\""), std::string::npos);
}

TEST_F(ReplayTest, GivesBackRecordsOrderNamesAndTombstones) {
  Change(
      "{'tasks':{'added':[{'$PhantomId':'_generated_1','name':'new','parentId':1}],"
      "'updated':[{'id':2,'parentId':1,'parentIndex':0}]}}",
      {});
  Change("{'tasks':{'removed':[{'id':11}],'updated':[{'id':12,'name':'x'}]}}", {});
  // Under a parent that is gone: the server takes it in.
  Change("{'tasks':{'added':[{'$PhantomId':'_generated_2','parentId':11}]}}", {}, "ann");
  Change("{'project':{'calendar':'d'},'phases':{'added':[{'$PhantomId':'_generated_3'}]}}", {});
  ExpectTheSame();
}

TEST_F(ReplayTest, GivesBackTheContentOfVersions) {
  Change(
      "{'versions':{'added':[{'$PhantomId':'_generated_1','content':{'a':1}}],"
      "'updated':[{'id':'v','content':'y'}]}}",
      {});
  ExpectTheSame();
}

TEST_F(ReplayTest, GivesBackWhatRefusalsLeave) {
  Change("{'tasks':{'updated':[{'id':1,'name':'ann'}]}}", {}, "ann");
  for (const ConflictPolicy policy :
       {ConflictPolicy::kReject, ConflictPolicy::kServerWins, ConflictPolicy::kMerge}) {
    Change(
        "{'tasks':{'updated':[{'id':1,'name':'bob','note':1,'parentIndex':7}],"
        "'removed':[{'id':12}],'added':[{'$PhantomId':'_generated_4'}]}}",
        {.policy = policy});
  }
  Change("{'tasks':{'updated':[{'id':2,'name':'bob','unknown':1}]},'project':{'more':1}}",
         {.veto = true});
  ExpectTheSame();
}

// The revision that puts the author right says indexes, which is applied as what clients say.
TEST_F(ReplayTest, GivesBackTheOrderThatAMoveLeavesWhichWasRefused) {
  Change("{'tasks':{'updated':[{'id':12,'parentId':null}]}}", {}, "ann");
  Change("{'tasks':{'updated':[{'id':12,'parentId':2,'unknown':1}]}}",
         {.policy = ConflictPolicy::kServerWins});
  EXPECT_FALSE(project_.project.state().FindStore("tasks")->Find("12")->has_loaded_order);
  ExpectTheSame();
}

TEST_F(ReplayTest, GivesBackTheAnswersToSyncClients) {
  const std::string message =
      "{'type':'changes','payload':{'tasks':{'added':[{'$PhantomId':'_generated_5'}]}},"
      "'revision':1}";
  const Terms terms{.dialect = Dialect::kSync};
  Submit(message, terms);
  Submit("{'command':'projectChange','project':1,'changes':{'tasks':{'removed':[{'id':2}]}}}",
         {.dialect = Dialect::kFlat});
  ExpectTheSame();
  Project twin(Options());
  ASSERT_TRUE(twin.Restore(start_, records_).ok());
  Outcome outcome;
  ASSERT_TRUE(twin.Submit(Json(message), "bob", TestProject::kNow, terms, &outcome).ok());
  EXPECT_FALSE(outcome.changed);
}

// Who makes a snapshot beside a project need not have the log of that.
TEST_F(ReplayTest, RemembersWhatTheLogOfAnotherIsComparedWith) {
  Change("{'tasks':{'updated':[{'id':1,'name':'a'}],'removed':[{'id':12}]}}", {});
  Change("{'tasks':{'added':[{'id':3,'name':'b'}],'updated':[{'id':2,'name':'c'}]}}", {});
  const std::string middle = project_.project.Snapshot();
  records_.clear();
  Change("{'tasks':{'updated':[{'id':1,'name':'d'},{'id':3,'name':'e'}]}}", {});
  const auto snapshot_of = [&](uint64_t others_first) {
    RestoredProject restored;
    EXPECT_EQ(Render(Rebuild(middle, records_, {}, &restored, others_first)), "OK");
    Project twin(Options());
    twin.Adopt(&restored);
    return twin.Snapshot();
  };
  EXPECT_EQ(snapshot_of(project_.project.state().log.first()), project_.project.Snapshot());
  EXPECT_NE(snapshot_of(3), project_.project.Snapshot());
}

TEST_F(ReplayTest, TakesTheFirstRecordsAlone) {
  Change("{'tasks':{'updated':[{'id':1,'name':'a'}]}}", {});
  Change("{'tasks':{'updated':[{'id':1,'name':'b'}]}}", {});
  const std::string all = records_;
  TestProject other(kData, Options());
  other.project.TakeJournal();
  for (const char* name : {"a", "b"}) {
    Outcome outcome;
    const std::string change =
        std::string("{'tasks':{'updated':[{'id':1,'name':'") + name + "'}]}}";
    EXPECT_EQ(Render(other.project.Submit(Json(Message({change})), "bob", TestProject::kNow, {},
                                          &outcome)),
              "OK");
  }
  const std::string first = other.project.TakeJournal(1);
  EXPECT_LT(first.size(), all.size());
  EXPECT_EQ(first + other.project.TakeJournal(7), all);
  EXPECT_EQ(other.project.TakeJournal(1), "");
}

TEST_F(ReplayTest, GivesBackWhatAResetLeaves) {
  Change("{'tasks':{'added':[{'$PhantomId':'_generated_1'}]}}", {});
  project_.Reset(Json(kData));
  const std::string after = project_.project.Snapshot();
  project_.project.TakeJournal();
  records_.clear();
  Change("{'tasks':{'added':[{'$PhantomId':'_generated_1'}]}}", {});
  Project twin(Options());
  EXPECT_EQ(Render(twin.Restore(after, records_)), "OK");
  EXPECT_EQ(twin.Snapshot(), project_.project.Snapshot());
}

// What the server adds to a revision makes it larger than a client may.
TEST_F(ReplayTest, GivesBackARecordOfMoreFieldsThanOneMessageSays) {
  for (const char* letter : {"a", "b"}) {
    std::string fields;
    for (int i = 0; i < 900; ++i) fields += std::string(",'") + letter + std::to_string(i) + "':1";
    Change("{'tasks':{'updated':[{'id':1" + fields + "}]}}", {});
  }
  Change("{'tasks':{'removed':[{'id':1}]}}", {});
  Change("{'tasks':{'added':[{'$PhantomId':1}]}}", {});
  EXPECT_EQ(project_.project.state().FindStore("tasks")->Find("1")->fields.field_count(), 1802U);
  ExpectTheSame();
}

TEST_F(ReplayTest, GivesBackARevisionOfMoreStoresThanOneMessageNames) {
  Change("{'dependencies':{'added':[{'id':1,'from':1,'to':2}]}}", {});
  std::string stores;
  for (int i = 0; i < 255; ++i) stores += "'s" + std::to_string(i) + "':{},";
  Change("{" + stores + "'tasks':{'removed':[{'id':1}]}}", {});
  EXPECT_EQ(project_.project.state().FindStore("dependencies")->size(), 0U);
  ExpectTheSame();
}

TEST_F(ReplayTest, RefusesRecordsThatDoNotFollow) {
  Change("{'tasks':{'updated':[{'id':1,'name':'a'}]}}", {});
  const std::string first = records_;
  Change("{'tasks':{'updated':[{'id':1,'name':'b'}]}}", {});
  Project twin(Options());
  const std::string empty = twin.Snapshot();
  EXPECT_EQ(Render(twin.Restore(start_, records_.substr(first.size()))),
            "ERR_DAMAGED: Revision 2 does not follow revision 0");
  EXPECT_EQ(Render(twin.Restore(project_.project.Snapshot(), first)),
            "ERR_DAMAGED: The records of the journal do not reach the snapshot");
  EXPECT_EQ(twin.Snapshot(), empty);
}

// Whatever became of the bytes: they are refused, or give a project that can be used. A checksum
// tells the rest.
TEST_F(ReplayTest, DamagedBytesAreNoCrash) {
  Change("{'tasks':{'added':[{'$PhantomId':'_generated_1','parentId':1}]}}", {});
  Change("{'versions':{'updated':[{'id':'v','content':'y'}]}}", {});
  const std::string snapshot = project_.project.Snapshot();
  const std::string records = records_;
  size_t refused = 0;
  const auto restore = [&refused](std::string_view start, std::string_view journal) {
    Project twin(Options());
    if (!twin.Restore(start, journal).ok()) ++refused;
    EXPECT_FALSE(Joined(twin.Dataset(DatasetView::kCommands)).empty());
  };
  for (const std::string* bytes : {&snapshot, &records}) {
    for (size_t i = 0; i < bytes->size(); ++i) {
      std::string bent = *bytes;
      bent[i] = static_cast<char>(bent[i] ^ 1 << i % 8);
      const std::string_view cut = std::string_view(*bytes).substr(0, i);
      for (const std::string_view damaged : {std::string_view(bent), cut})
        bytes == &snapshot ? restore(damaged, "") : restore(start_, damaged);
    }
  }
  EXPECT_GT(refused, snapshot.size() + records_.size());
}

}  // namespace
}  // namespace gantt
