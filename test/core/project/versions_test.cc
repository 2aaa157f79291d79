// Versions: their content is kept, and sent only to those who ask for it.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

std::string Content(const TestProject& project, std::string_view id) {
  std::string out;
  return project.project.AppendVersionContent("loadVersionContent", id, &out)
             ? SingleQuoted(out)
             : "no such version" + out;
}

TEST(VersionsTest, ContentIsNeitherInTheBroadcastNorInTheDataset) {
  TestProject project;
  EXPECT_EQ(
      project.Change("{'versions':{'added':[{'$PhantomId':'v','name':'n','content':{'tasks':[1]}}],"
                     "'$input':{'added':[{'$PhantomId':'v','content':{'tasks':[1]}}]}}}"),
      "{'versions':{'added':[{'$PhantomId':'v','name':'n','id':'versions-101'}],"
      "'$input':{'added':[{'$PhantomId':'v','id':'versions-101'}]}}}");
  EXPECT_EQ(project.Records("versions"), "[{'name':'n','id':'versions-101'}]");
}

TEST(VersionsTest, ContentComesByteForByteToWhoAsks) {
  TestProject project;
  project.Change("{'versions':{'added':[{'id':'v','content':{ 'a' : [1.50, '\\u0041'] }}]}}");
  EXPECT_EQ(Content(project, "v"),
            "{'command':'loadVersionContent','data':{'project':1,'versionId':'v','content':{ 'a' : "
            "[1.50, '\\u0041'] }}}");
}

TEST(VersionsTest, AnUpdateReplacesTheContentOrLeavesIt) {
  TestProject project("{'versionsData':[{'id':1,'content':'old'}]}");
  EXPECT_EQ(project.Change("{'versions':{'updated':[{'id':1,'name':'n','content':'new'}]}}"),
            "{'versions':{'updated':[{'id':1,'name':'n'}]}}");
  project.Change("{'versions':{'updated':[{'id':1,'name':'m'}]}}");
  EXPECT_EQ(Content(project, "1"),
            "{'command':'loadVersionContent','data':{'project':1,'versionId':1,'content':'new'}}");
}

TEST(VersionsTest, AVersionWithoutContentHasNull) {
  TestProject project("{'versionsData':[{'id':1}]}");
  EXPECT_EQ(Content(project, "1"),
            "{'command':'loadVersionContent','data':{'project':1,'versionId':1,'content':null}}");
}

TEST(VersionsTest, AnUnknownOrRemovedVersionIsNone) {
  TestProject project("{'versionsData':[{'id':1,'content':'x'}]}");
  project.Change("{'versions':{'removed':[{'id':1}]}}");
  EXPECT_EQ(Content(project, "1") + ", " + Content(project, "2"),
            "no such version, no such version");
}

TEST(VersionsTest, TheCommandIsEscaped) {
  TestProject project("{'versionsData':[{'id':1}]}");
  std::string out;
  EXPECT_TRUE(project.project.AppendVersionContent("a\"b", "1", &out));
  EXPECT_TRUE(out.starts_with(R"({"command":"a\"b",)")) << out;
}

TEST(VersionsTest, InOtherStoresContentIsAFieldLikeOthers) {
  TestProject project;
  EXPECT_EQ(project.Change("{'tasks':{'added':[{'id':1,'content':'x'}]}}"),
            "{'tasks':{'added':[{'id':1,'content':'x'}]}}");
  EXPECT_EQ(project.Records("tasks"),
            "[{'id':1,'content':'x','parentIndex':0,'orderedParentIndex':0}]");
}

}  // namespace
}  // namespace gantt
