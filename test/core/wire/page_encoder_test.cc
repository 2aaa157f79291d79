#include "wire/page_encoder.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "base/status.h"
#include "support.h"
#include "wire/page_work.h"

namespace gantt {
namespace {

constexpr size_t kMost = 10'000'000;

// Resources, each of which has an event, and a note of so many bytes.
std::string Rows(int count, size_t note_bytes) {
  const std::string note(note_bytes, 'x');
  std::string resources;
  std::string events;
  for (int i = 0; i < count; ++i) {
    const std::string id = std::to_string(i);
    if (i > 0) resources += ',';
    if (i > 0) events += ',';
    resources.append("{'id':").append(id).append(",'note':'").append(note).append(id).append("'}");
    events.append("{'id':").append(id).append(",'resourceId':").append(id).append("}");
  }
  return "{'resources':{'rows':[" + resources + "]},'events':{'rows':[" + events + "]}}";
}

std::string Filters(int count) {
  std::string all;
  for (int i = 0; i < count; ++i)
    all += std::string(i > 0 ? "," : "") + "{'field':'note','operator':'includes','value':'x'}";
  return "'filters':[" + all + "]";
}

// The steps of a query, or the error.
std::string StepsOf(const TestProject& project, const std::string& query, size_t most = kMost) {
  PageWork work(most);
  Page page;
  const Status status = EncodePage(project.project.state(), Json(query), &work, &page);
  if (!status.ok()) return CodeName(status.code());
  return std::to_string(most - work.left());
}

TEST(PageEncoderTest, TheStepsOfAQueryGrowWithRecordsFiltersAndTexts) {
  const auto steps = [](int records, int filters, size_t bytes) {
    const TestProject project(Rows(records, bytes));
    return std::stoull(StepsOf(project, "{'store':'resources'," + Filters(filters) + "}"));
  };
  const auto one = steps(100, 1, 100);
  EXPECT_NEAR(static_cast<double>(steps(200, 1, 100)) / one, 2, 0.1);
  EXPECT_NEAR(static_cast<double>(steps(100, 8, 100)) / one, 7.4, 0.4);
  EXPECT_GT(steps(100, 8, 10'000), size_t{100} * 8 * 10'000);
}

TEST(PageEncoderTest, AQueryThatWouldTakeMoreStepsThanThereAreIsRefused) {
  const TestProject project(Rows(100, 100));
  const std::string filters = Filters(4);
  const std::string sorters = "'sorters':[{'field':'note'},{'field':'id'}]";
  const std::vector<std::string> queries{
      "{'store':'resources'," + filters + "}",
      "{'store':'resources'," + sorters + "}",
      "{'store':'events','of':{'store':'resources'," + filters + "}}",
      "{'store':'events','of':{'store':'resources'}}",
  };
  for (const std::string& query : queries) {
    const size_t needed = std::stoull(StepsOf(project, query));
    EXPECT_EQ(StepsOf(project, query, needed), std::to_string(needed)) << query;
    for (const size_t most : {needed - 1, needed / 2, size_t{0}})
      EXPECT_EQ(StepsOf(project, query, most), "ERR_QUERY_TOO_COSTLY") << query << ' ' << most;
  }
}

TEST(PageEncoderTest, WhatIsBelowARecordThatFitsNotIsCountedAsWell) {
  std::string rows;
  for (int i = 0; i < 100; ++i)
    rows += std::string(i > 0 ? "," : "") + "{'id':" + std::to_string(i + 2) + ",'name':'x'}";
  const TestProject project("{'tasks':{'rows':[{'id':1,'name':'y','children':[" + rows + "]}]}}");
  const std::string query = "{'store':'tasks','filters':[{'field':'name','value':'z'}]}";
  EXPECT_GT(std::stoull(StepsOf(project, query)), size_t{100} * PageWork::kField);
  EXPECT_EQ(StepsOf(project, query, 1000), "ERR_QUERY_TOO_COSTLY");
}

}  // namespace
}  // namespace gantt
