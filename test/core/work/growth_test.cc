// A project says what memory it takes, and grows without a pause: whatever it is full of, no
// message costs much more than the others, however many there were before.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "counters.h"
#include "project/loader.h"
#include "project/project.h"
#include "wordings.h"

namespace gantt {
namespace {

// Fills a project: the changes of its n-th message.
struct Filling {
  const char* name;
  size_t messages;
  std::function<std::string(size_t n)> changes;
  Terms terms = {};
};
void PrintTo(const Filling& filling, std::ostream* out) { *out << filling.name; }

constexpr size_t kRecords = 50;  // Of a message.

std::string List(const std::string& store, const std::string& list, size_t n,
                 const std::function<std::string(size_t i)>& each) {
  std::string out = "{'" + store + "':{'" + list + "':[";
  for (size_t i = n * kRecords; i < (n + 1) * kRecords; ++i)
    out += (i % kRecords == 0 ? "" : ",") + each(i);
  return out + "]}}";
}

std::string Number(size_t i) { return std::to_string(i); }

std::vector<Filling> Fillings() {
  return {
      {"tiny_records", 2500,
       [](size_t n) { return List("tasks", "added", n, [](size_t) { return "{}"; }); }},
      {"named_records", 2500,
       [](size_t n) {
         return List("tasks", "added", n, [](size_t i) {
           return "{'$PhantomId':'a name of a new record " + Number(i) + "','parentIndex':1}";
         });
       }},
      {"usual_records", 1500,
       [](size_t n) {
         return List("tasks", "added", n, [](size_t i) {
           return "{'$PhantomId':'_generated_0b9c7a52-33f1-4d0e-9c6e-" + Number(100000000000 + i) +
                  "','name':'Task " + Number(i) +
                  "','startDate':'2026-01-01T08:00:00','duration':5,'percentDone':0}";
         });
       }},
      {"wide_records", 150,
       [](size_t n) {
         return List("tasks", "added", n, [](size_t i) {
           std::string out = "{'id':'w" + Number(i) + "'";
           for (size_t f = 0; f < 200; ++f) out += ",'f" + Number(f) + "':1";
           return out + "}";
         });
       }},
      {"long_texts", 60,
       [](size_t n) {
         return List("tasks", "added", n, [](size_t i) {
           return "{'id':'l" + Number(i) + "','note':'" + std::string(10'000, 'x') + "'}";
         });
       }},
      {"deep_trees", 1500,
       [](size_t n) {
         return List("tasks", "added", n, [](size_t i) {
           const std::string parent = i % 250 == 0 ? "" : ",'parentId':'" + Number(i - 1) + "'";
           return "{'id':'" + Number(i) + "'" + parent + "}";
         });
       }},
      {"references", 1500,
       [](size_t n) {
         return List("dependencies", "added", n, [](size_t i) {
           return "{'from':" + Number(i) + ",'to':" + Number(i / 2) + "}";
         });
       }},
      {"removals", 3000,
       [](size_t n) {
         const auto each = [](size_t i) { return "{'id':'removed" + Number(i) + "'}"; };
         return List("tasks", n % 2 == 0 ? "added" : "removed", n / 2, each);
       }},
      {"updates", 3000,
       [](size_t n) {
         return List("tasks", n < 1500 ? "added" : "updated", n % 1500, [n](size_t i) {
           return "{'id':'u" + Number(i) + "','name':'" + (n < 1500 ? "a" : "b") + "'}";
         });
       }},
      {"answers",
       9000,
       [](size_t n) { return "{'tasks':{'added':[{'id':'" + Number(n) + "'}]}}"; },
       {.dialect = Dialect::kSync}},
  };
}

class GrowthTest : public testing::TestWithParam<Filling> {
 protected:
  // Submits the n-th message.
  void Submit(size_t n) {
    const Filling& filling = GetParam();
    std::string text = filling.changes(n);
    std::replace(text.begin(), text.end(), '\'', '"');
    const bool is_sync = filling.terms.dialect == Dialect::kSync;
    const std::string message =
        is_sync ? R"({"type":"changes","payload":)" + text + ",\"revision\":" + Number(n) + "}"
                : R"({"command":"project_change","data":{"project":1,"revisions":[{"revision":1,)"
                  R"("changes":)" +
                      text + "}]}}";
    Outcome outcome;
    const Status status = project_.Submit(message, "ann", 1, filling.terms, &outcome);
    EXPECT_TRUE(status.ok()) << status.message();
  }

  Project project_{TestOptions()};
};

TEST_P(GrowthTest, TheMemoryThatItSaysIsTheMemoryThatItTakes) {
  const auto expect_the_truth = [this](const char* when) {
    constexpr double kMost = 1.2;
    const size_t taken = StopCounting().left;
    const double ratio = static_cast<double>(project_.memory()) / static_cast<double>(taken);
    EXPECT_GT(ratio, 1 / kMost) << taken << " bytes " << when;
    EXPECT_LT(ratio, kMost) << taken << " bytes " << when;
  };
  Submit(0);  // What is used for every message is there.
  StartCounting();
  for (size_t n = 1; n < GetParam().messages; ++n) Submit(n);
  expect_the_truth("of records");
  static_cast<void>(project_.Dataset(DatasetView::kCommands));
  expect_the_truth("with the rows as text");
}

TEST_P(GrowthTest, NoMessageWaitsForAllThatWereBefore) {
  constexpr uint64_t kMost = 2;
  static_cast<void>(project_.Dataset(DatasetView::kCommands));
  std::vector<uint64_t> steps;
  for (size_t n = 0; n < GetParam().messages; ++n) {
    StartCounting();
    Submit(n);
    steps.push_back(StopCounting().steps);
  }
  const uint64_t most = *std::max_element(steps.begin(), steps.end());
  std::sort(steps.begin(), steps.end());
  EXPECT_LT(most, kMost * steps[steps.size() / 2]);
}

INSTANTIATE_TEST_SUITE_P(Fillings, GrowthTest, testing::ValuesIn(Fillings()),
                         [](const testing::TestParamInfo<Filling>& filling) {
                           return std::string(filling.param.name);
                         });

}  // namespace
}  // namespace gantt
