#include "message/inspect.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

// "command project", or the error.
std::string Look(std::string_view text, std::string_view key = "command") {
  json::Reader reader;
  Inspection found;
  const Status status = Inspect(&reader, Json(text), key, &found);
  return status.ok() ? SingleQuoted(found.name + " " + found.project) : Render(status);
}

TEST(InspectTest, FindsTheCommandAndTheProjectInData) {
  EXPECT_EQ(Look("{'command':'dataset','data':{'project':1}}"), "dataset 1");
  EXPECT_EQ(Look("{'data':{'x':{},'project':'a b'},'command':'reset'}"), "reset 'a b'");
}

TEST(InspectTest, FindsTheTypeOfASyncMessage) {
  EXPECT_EQ(Look("{'type':'changes','payload':{},'revision':1}", "type"), "changes ");
  EXPECT_EQ(Look("{'command':'login'}", "type"),
            "ERR_INVALID_COMMAND: The message has no type that is a string");
}

TEST(InspectTest, ElseTheProjectBesideTheCommand) {
  EXPECT_EQ(Look("{'command':'dataset','project':7}"), "dataset 7");
  EXPECT_EQ(Look("{'command':'dataset','project':7,'data':{'project':8}}"), "dataset 8");
}

TEST(InspectTest, AProjectThatIsNoIdIsNone) {
  for (const char* project : {"null", "true", "{}", "[1]"}) {
    EXPECT_EQ(Look("{'command':'dataset','data':{'project':" + std::string(project) + "}}"),
              "dataset ")
        << project;
  }
  EXPECT_EQ(Look("{'command':'projects'}") + Look("{'command':'projects','data':[1]}"),
            "projects projects ");
}

TEST(InspectTest, TheCommandIsUnescaped) {
  EXPECT_EQ(Look(R"({'c\u006fmmand':'d\u0061taset'})"), "dataset ");
}

TEST(InspectTest, TheCommandMustBeAString) {
  for (const char* text : {"{}", "{'command':7}", "{'command':null}", "{'command':['login']}"}) {
    EXPECT_EQ(Look(text), "ERR_INVALID_COMMAND: The message has no command that is a string")
        << text;
  }
}

TEST(InspectTest, TheCommandComesOnce) {
  const std::string twice = "ERR_INVALID_COMMAND: The message has command twice";
  EXPECT_EQ(Look("{'command':'projects','command':'project_change'}"), twice);
  EXPECT_EQ(Look(R"({'command':'projects','c\u006fmmand':'projects'})"), twice);
  EXPECT_EQ(Look("{'command':'projects','data':{'command':'x'},'type':1,'type':2}"), "projects ");
}

TEST(InspectTest, TheMessageMustBeAnObject) {
  for (const char* text : {"[]", "null", "17", "'login'", "[{'command':'login'}]"}) {
    EXPECT_EQ(Look(text), "ERR_NOT_AN_OBJECT: The message is not an object") << text;
  }
}

TEST(InspectTest, TheWholeTextIsChecked) {
  EXPECT_EQ(Look("{'command':'login'}}"), "ERR_INVALID_JSON: Expected the end at byte 19");
  EXPECT_EQ(Look("{'command':'login','x':1e999}"), "ERR_INVALID_JSON: Unexpected text at byte 23");
  EXPECT_EQ(Look("{'command':'login','x':'\xff'}"),
            "ERR_INVALID_UTF8: The text is not valid UTF-8");
  EXPECT_EQ(Look("{'command':'login','x':" + std::string(64, '[') + std::string(64, ']') + "}"),
            "ERR_TOO_DEEP: The text is nested too deep at byte 86");
}

}  // namespace
}  // namespace gantt
