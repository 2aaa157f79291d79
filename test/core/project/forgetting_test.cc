// What is forgotten because of a bound is forgotten between two messages: none of it is the text of
// one that is being handled. These read freed memory where that is not so, which the address
// sanitizer sees.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

// `{'$PhantomId':'p1'},…`
std::string Births(int begin, int end) {
  std::string out;
  for (int i = begin; i < end; ++i)
    out += (i == begin ? "{'$PhantomId':'p" : ",{'$PhantomId':'p") + std::to_string(i) + "'}";
  return out;
}

TEST(ForgettingTest, ANameThatAMessageUsesOutlivesTheNamesThatItBrings) {
  TestProject project;
  project.Change("{'tasks':{'added':[" + Births(0, 140000) + "]}}");
  const std::string answer = project.Change("{'tasks':{'added':[" + Births(140000, 290000) +
                                            "],'updated':[{'id':'p0','name':'x'}]},"
                                            "'dependencies':{'added':[{'id':1,'from':'p1'}]}}");
  EXPECT_NE(answer.find("'from':'events-102'"), std::string::npos);
  EXPECT_NE(answer.find("{'id':'events-101','name':'x'}"), std::string::npos);
}

}  // namespace
}  // namespace gantt
