// What is forgotten because of a bound is forgotten between two messages: none of it is the text of
// one that is being handled. These read freed memory where that is not so, which the address
// sanitizer sees.
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace gantt {
namespace {

// Long, so that fewer of them are too many.
std::string Name(int i) { return "p" + std::to_string(i) + std::string(150, 'x'); }

// `{'$PhantomId':'p1xx…'},…`
std::string Added(int begin, int end) {
  std::string out;
  for (int i = begin; i < end; ++i)
    out += (i == begin ? "{'$PhantomId':'" : ",{'$PhantomId':'") + Name(i) + "'}";
  return out;
}

TEST(ForgettingTest, ANameThatAMessageUsesOutlivesTheNamesThatItBrings) {
  ProjectOptions options;
  options.limits.message_bytes = size_t{32} << 20;
  TestProject project("{}", options);
  project.Change("{'tasks':{'added':[" + Added(0, 60000) + "]}}");
  ASSERT_EQ(project.project.state().phantoms.size(), 60000U);
  const std::string answer = project.Change(
      "{'tasks':{'added':[" + Added(60000, 180000) + "],'updated':[{'id':'" + Name(0) +
      "','name':'x'}]},'dependencies':{'added':[{'id':1,'from':'" + Name(1) + "'}]}}");
  ASSERT_LT(project.project.state().phantoms.size(), 180000U);
  EXPECT_NE(answer.find("'from':'events-102'"), std::string::npos);
  EXPECT_NE(answer.find("{'id':'events-101','name':'x'}"), std::string::npos);
}

}  // namespace
}  // namespace gantt
