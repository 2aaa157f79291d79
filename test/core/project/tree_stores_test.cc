// Stores that are trees because their data nest: what holds of tasks holds of them.
#include <gtest/gtest.h>

#include "support.h"

namespace gantt {
namespace {

class TreeStoresTest : public testing::Test {
 protected:
  TestProject project_{
      "{'tasksData':[{'id':1}],'resourcesData':[{'id':'team','children':[{'id':'ann'},{'id':'bo'}]}"
      ","
      "{'id':'cy'}],'assignmentsData':[{'id':7,'event':1,'resource':'bo'},"
      "{'id':8,'event':1,'resource':'cy'}]}"};
};

TEST_F(TreeStoresTest, ARecordBelowAnotherCanBeRenamed) {
  EXPECT_EQ(project_.Change("{'resources':{'updated':[{'id':'bo','name':'Bo'}]}}"),
            "{'resources':{'updated':[{'id':'bo','name':'Bo'}]}}");
  EXPECT_EQ(project_.Records("resources"),
            "[{'id':'team','children':[{'id':'ann'},{'id':'bo','name':'Bo'}]},{'id':'cy'}]");
}

TEST_F(TreeStoresTest, ARecordIsAddedBelowItsParent) {
  project_.Change(
      "{'resources':{'added':[{'$PhantomId':'p','parentId':'q'},"
      "{'$PhantomId':'q','parentId':'team'}]}}");
  EXPECT_EQ(Outline(*project_.project.state().FindStore("resources")),
            "team(ann bo resources-102(resources-101)) cy");
}

TEST_F(TreeStoresTest, ARecordMoves) {
  project_.Change("{'resources':{'updated':[{'id':'ann','parentId':'cy'}]}}");
  EXPECT_EQ(Outline(*project_.project.state().FindStore("resources")), "team(bo) cy(ann)");
}

TEST_F(TreeStoresTest, WithAParentGoesWhatHangsBelowItAndWhatNamesThat) {
  EXPECT_EQ(project_.Change("{'resources':{'removed':[{'id':'team'}]}}"),
            "{'resources':{'removed':[{'id':'team'}],'$input':{'removed':[{'id':'team'}]}},"
            "'assignments':{'removed':[{'id':7}],'$input':{'removed':[{'id':7}]}}}");
  EXPECT_EQ(project_.Records("resources"), "[{'id':'cy'}]");
}

TEST_F(TreeStoresTest, ChangesDoNotNest) {
  EXPECT_EQ(project_.Change("{'resources':{'added':[{'id':'x','children':[{'id':'y'}]}]}}"),
            "ERR_INVALID_CHANGES: data.revisions[0].changes.resources added[0] has records in "
            "children: send them with parentId instead");
}

TEST_F(TreeStoresTest, AFreshProjectDecidesAnew) {
  project_.Reset("{'resourcesData':[{'id':'team'}]}");
  project_.Change("{'resources':{'added':[{'id':'x','parentId':'team'}]}}");
  EXPECT_EQ(project_.Records("resources"), "[{'id':'team'},{'id':'x','parentId':'team'}]");
}

TEST_F(TreeStoresTest, ASnapshotKnowsThemThoughNothingNests) {
  project_.Change("{'resources':{'removed':[{'id':'team'}]}}");
  Project twin(project_.project.options());
  EXPECT_EQ(Render(twin.Restore(project_.project.Snapshot(), "")), "OK");
  EXPECT_TRUE(twin.state().FindStore("resources")->is_tree());
}

}  // namespace
}  // namespace gantt
