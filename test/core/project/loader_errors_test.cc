// A data file that is wrong is refused with the place where it is wrong.
#include <gtest/gtest.h>

#include <string>

#include "json/locate_error.h"
#include "project/loader.h"
#include "support.h"

namespace gantt {
namespace {

std::string Load(std::string_view text) {
  LoadedData data;
  const std::string out = Render(Loader({}).Load(Json(text), &data));
  return data.state == nullptr ? out : out + " and data";
}

TEST(LocateErrorTest, NamesLineColumnAndWhatWasExpected) {
  const std::string place = json::LocateError("{\n  \"a\": 1,\n  \"b\" true\n}");
  EXPECT_TRUE(place.starts_with("parse error at line 3, column 10: ")) << place;
  EXPECT_TRUE(place.ends_with("expected ':'")) << place;
}

TEST(LocateErrorTest, ALineBreakIsTheLastColumnOfItsLineAndTheEndTheColumnBehindTheText) {
  const auto place = [](std::string_view text) {
    const std::string error = json::LocateError(text);
    return error.substr(0, error.find(':')) + "\n";
  };
  EXPECT_EQ(place("{\"a\":\"b\n\"}") + place("[1\n\n") + place("") + place("[\n") + place("[1,\n2"),
            "parse error at line 1, column 8\n"
            "parse error at line 3, column 1\n"
            "parse error at line 1, column 1\n"
            "parse error at line 2, column 1\n"
            "parse error at line 2, column 2\n");
}

TEST(LocateErrorTest, IsEmptyForAGoodText) { EXPECT_EQ(json::LocateError("{\"a\":[1]}"), ""); }

TEST(LoaderErrorsTest, TextThatIsNotJsonIsRefusedWithItsLineAndColumn) {
  const std::string error = Load("{\n  'tasksData': [\n    {'id': 1,}\n  ]\n}");
  EXPECT_TRUE(error.starts_with("ERR_INVALID_DATA_FILE: parse error at line 3, column 14: "))
      << error;
}

TEST(LoaderErrorsTest, WhatOnlyTheReaderRefusesHasItsBytes) {
  EXPECT_EQ(Load(std::string("[1]\0", 4)), "ERR_INVALID_DATA_FILE: Expected the end at byte 3");
  EXPECT_EQ(Load(std::string(2000, '[') + std::string(2000, ']')),
            "ERR_INVALID_DATA_FILE: The text is nested too deep at byte 1024");
}

TEST(LoaderErrorsTest, AnEmptyFileIsNotJson) {
  EXPECT_TRUE(Load("").starts_with("ERR_INVALID_DATA_FILE: ")) << Load("");
}

TEST(LoaderErrorsTest, TheDataMustBeAnObject) {
  EXPECT_EQ(Load("[]"), "ERR_INVALID_DATA_FILE: The data is not an object (line 1, column 1)");
  EXPECT_EQ(Load("\n null"), "ERR_INVALID_DATA_FILE: The data is not an object (line 2, column 2)");
}

TEST(LoaderErrorsTest, AStoreMustBeAListOfRecords) {
  EXPECT_EQ(Load("{'tasks':7}"),
            "ERR_INVALID_DATA_FILE: tasks is not a list of records (line 1, column 10)");
  EXPECT_EQ(Load("{'mineData':{}}"),
            "ERR_INVALID_DATA_FILE: mine is not a list of records (line 1, column 13)");
  EXPECT_EQ(Load("{'resources':{'rows':{}}}"),
            "ERR_INVALID_DATA_FILE: resources is not a list of records (line 1, column 14)");
}

// What Load() says of data that is refused as a whole.
std::string Refusal(std::string_view text) {
  const std::string error = Load(text);
  const std::string code = "ERR_INVALID_DATA_FILE: ";
  EXPECT_TRUE(error.starts_with(code)) << error;
  return error.substr(code.size());
}

TEST(LoaderErrorsTest, DataOfAnotherProductIsCalledWhatItSeemsToBe) {
  EXPECT_EQ(
      Refusal("{'data':[{'id':1,'text':'Dig'}],'links':[{'id':1,'source':1,'target':2}]}"),
      "This seems to be data of DHTMLX Gantt (\"data\" and \"links\"): it has to be converted");
  EXPECT_EQ(Refusal("{'command':'dataset','data':{'dataset':{'tasksData':[]}}}"),
            "This seems to be a message of the server: the data is what its \"dataset\" holds");
  EXPECT_EQ(Refusal("{'dataset':{'tasksData':[]},'revision':'server-7'}"),
            "This seems to be a message of the server: the data is what its \"dataset\" holds");
}

TEST(LoaderErrorsTest, AMisspeltStoreIsNamedWithTheOneThatWasMeant) {
  EXPECT_EQ(Refusal("{'taks':{'rows':[]}}"), "There is no store \"taks\": did you mean \"tasks\"?");
  EXPECT_EQ(Refusal("{'task':[]}"), "There is no store \"task\": did you mean \"tasks\"?");
  EXPECT_EQ(Refusal("{'tasksData':[],'dependancies':{'rows':[]}}"),
            "There is no store \"dependancies\": did you mean \"dependencies\"?");
  // Where the one that could be meant is there, too, it was not.
  EXPECT_EQ(Load("{'tasks':{'rows':[]},'task':{'rows':[]}}"), "OK and data");
}

TEST(LoaderErrorsTest, AnObjectThatIsNoStoreIsNamed) {
  EXPECT_EQ(Refusal("{'tasks':{'rows':[]},\n 'columns':{'name':1}}"),
            "\"columns\" is an object without \"rows\", and so no store (line 2, column 12)");
}

TEST(LoaderErrorsTest, DataWithoutAnyStoreSaysWhichThereAre) {
  const std::string none =
      "The data has none of the stores of a project: tasks, resources, dependencies, "
      "assignments, calendars, versions, changelogs, events";
  EXPECT_EQ(Refusal("{'name':'x','version':'1.0'}"), none);
  EXPECT_EQ(Refusal("{'notes':[{'id':1}]}"), none);
  EXPECT_EQ(Load("{}"), "OK and data");
  EXPECT_EQ(Load("{'project':{}}"), "OK and data");
  EXPECT_EQ(Load("{'success':true,'notes':[],'tasks':[]}"), "OK and data");
  // These say that they are stores.
  EXPECT_EQ(Load("{'notesData':[]}"), "OK and data");
  EXPECT_EQ(Load("{'notes':{'rows':[]}}"), "OK and data");
}

TEST(LoaderErrorsTest, TheProjectMustBeAnObject) {
  EXPECT_EQ(Load("{'project':[]}"),
            "ERR_INVALID_DATA_FILE: project is not an object (line 1, column 12)");
}

TEST(LoaderErrorsTest, ARecordMustBeAnObject) {
  EXPECT_EQ(Load("{'tasksData':[\n{'id':1},\n  7]}"),
            "ERR_INVALID_DATA_FILE: tasks: record 2 is not an object (line 3, column 3)");
}

TEST(LoaderErrorsTest, AnIdMustBeAStringOrANumberThatIsNotTooLong) {
  for (const std::string& id :
       {std::string("{}"), std::string("''"), "'" + std::string(1025, 'x') + "'"}) {
    EXPECT_EQ(Load("{'tasksData':[{'id':" + id + "}]}"),
              "ERR_INVALID_DATA_FILE: tasks: record 1 has an id that is not a number or a string "
              "of 1 to 1,024 "
              "bytes "
              "(line 1, column 15)");
  }
}

TEST(LoaderErrorsTest, AnIdThatComesTwiceIsRefusedWhereverItStands) {
  EXPECT_EQ(
      Load("{'tasksData':[{'id':1,'children':[\n {'id':'1'}]}]}"),
      "ERR_INVALID_DATA_FILE: tasks: record 2 has the id \"1\", which is taken (line 2, column 2)");
  EXPECT_EQ(Load("{'tasksData':[{'id':1}],'resourcesData':[{'id':1}]}"), "OK and data");
}

TEST(LoaderErrorsTest, ChildrenMustBeAListOfRecords) {
  EXPECT_EQ(Load("{'tasksData':[{'id':1,'children':{}}]}"),
            "ERR_INVALID_DATA_FILE: tasks: record 1 has children that are not a list of records "
            "(line 1, column 15)");
}

TEST(LoaderErrorsTest, ParentsThatMakeACircleAreRefused) {
  const std::string error = Load(
      "{'tasksData':[{'id':'ok'},{'id':'a','parentId':'c'},{'id':'b','parentId':'a'},{'id':'c','"
      "parentId':'b'}]}");
  EXPECT_EQ(error.substr(0, error.find(" (")),
            "ERR_INVALID_DATA_FILE: tasks: the record \"a\" is below itself");
  const std::string own = Load("{'tasksData':[{'id':'a','parentId':'a'}]}");
  EXPECT_EQ(own.substr(0, own.find(" (")),
            "ERR_INVALID_DATA_FILE: tasks: the record \"a\" is below itself");
}

TEST(LoaderErrorsTest, AFieldNameHasALimit) {
  EXPECT_EQ(Load("{'tasksData':[{'id':1,'" + std::string(1025, 'k') + "':1}]}"),
            "ERR_INVALID_DATA_FILE: tasks: record 1 has a field name longer than 1,024 bytes (line "
            "1, column 15)");
}

TEST(LoaderErrorsTest, StoresHaveALimit) {
  std::string data = "{'s0Data':[]";
  for (int i = 1; i < 256; ++i) data += ",'s" + std::to_string(i) + "Data':[]";
  const std::string error = Load(data + "}");
  EXPECT_EQ(error.substr(0, error.find(" (")),
            "ERR_INVALID_DATA_FILE: The data has more than 256 stores");
}

TEST(LoaderErrorsTest, FieldsHaveALimit) {
  std::string data = "{'tasksData':[{'f0':0";
  for (int i = 1; i <= 1000; ++i) data += ",'f" + std::to_string(i) + "':0";
  EXPECT_EQ(Load(data + "}]}"),
            "ERR_INVALID_DATA_FILE: tasks: record 1 has more than 1000 fields (line 1, column 15)");
}

// What a project of so many tasks takes, as the loader is told.
Status LoadTasks(int count, size_t project_bytes, LoadedData* data) {
  std::string text = "{\"tasksData\":[";
  for (int i = 0; i < count; ++i) {
    text.append(i == 0 ? "" : ",").append("{\"id\":" + std::to_string(i) + ",\"name\":\"Task\"}");
  }
  return Loader({.project_bytes = project_bytes}).Load(text + "]}", data);
}

TEST(LoaderErrorsTest, MemoryHasALimit) {
  LoadedData all;
  ASSERT_TRUE(LoadTasks(5'000, size_t{512} << 20, &all).ok());
  const size_t taken = all.state->memory_to_be();

  LoadedData as_much;
  EXPECT_TRUE(LoadTasks(5'000, taken, &as_much).ok());
  LoadedData too_much;
  EXPECT_EQ(Render(LoadTasks(5'000, taken - 1, &too_much)),
            "ERR_PROJECT_FULL: The data takes more than the limit of " + std::to_string(taken - 1) +
                " bytes of memory");
  EXPECT_EQ(too_much.state, nullptr);
}

TEST(LoaderErrorsTest, DataThatIsMuchTooLargeIsNotReadToItsEnd) {
  LoadedData data;
  // The last record is wrong, and is not reached.
  std::string text = "{\"tasksData\":[";
  for (int i = 0; i < 50'000; ++i) text.append("{\"id\":" + std::to_string(i) + "},");
  const std::string error =
      Render(Loader({.project_bytes = 1'000'000}).Load(text + "{\"id\":0}]}", &data));
  EXPECT_EQ(error,
            "ERR_PROJECT_FULL: The data takes more than the limit of 1000000 bytes of memory");
}

TEST(LoaderErrorsTest, TheLimitHoldsForWhatIsNoRecordToo) {
  LoadedData data;
  const std::string text =
      "{\"project\":{\"note\":\"" + std::string(100'000, 'x') + "\"},\"tasksData\":[]}";
  EXPECT_EQ(Render(Loader({.project_bytes = 50'000}).Load(text, &data)),
            "ERR_PROJECT_FULL: The data takes more than the limit of 50000 bytes of memory");
}

}  // namespace
}  // namespace gantt
