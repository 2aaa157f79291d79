#include "submit_shape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "json/reader.h"
#include "message/changeset.h"
#include "project/loader.h"
#include "project/project.h"
#include "wordings.h"

namespace gantt {
namespace {

std::string MessageOf(const std::vector<std::string>& revisions, size_t dialect) {
  if (dialect == Dialect::kFlat)
    return R"({"command":"projectChange","project":1,"changes":)" + revisions.front() + "}";
  if (dialect == Dialect::kSync)
    return R"({"type":"changes","payload":)" + revisions.front() + R"(,"revision":1})";
  if (dialect == Dialect::kCalendar)
    return R"({"type":"sync","data":)" + revisions.front() + R"(,"revision":1})";
  std::string text;
  for (const std::string& changes : revisions) {
    text += text.empty() ? "" : ",";
    text += R"({"revision":1,"changes":)" + changes + "}";
  }
  return R"({"command":"project_change","data":{"project":1,"revisions":[)" + text + "]}}";
}

}  // namespace

Cost Submit(const HostileShape& shape, size_t size, size_t dialect, const Way& way) {
  LoadedData loaded;
  const std::string data = Text(shape.data, size);
  EXPECT_TRUE(Loader({}).Load(data, &loaded).ok()) << shape.name;
  Project project{TestOptions()};
  project.Replace(std::move(loaded), 1);
  Cost cost;
  cost.touched = data.size();
  for (const Copies& before : shape.before) {
    const std::string message = MessageOf(Revisions(before, size), Dialect::kCommands);
    std::string told;
    EXPECT_TRUE(project.Submit(message, "ann", 1, &told).ok()) << shape.name;
    cost.touched += message.size();
  }
  const std::string message = MessageOf(Revisions(shape.changes, size), dialect);
  const Terms terms{
      .dialect = dialect, .policy = way.policy, .veto = way.veto, .audience = kForAll, .base = 0};
  Outcome outcome;
  StartCounting();
  const Status status = project.Submit(message, "bob", 2, terms, &outcome);
  static_cast<Work&>(cost) = StopCounting();
  EXPECT_TRUE(status.ok() || status.code() == ErrorCode::kVetoed) << shape.name << status.message();
  cost.message = message.size();
  cost.touched += message.size();
  return cost;
}

size_t SizeFor(const HostileShape& shape, size_t bytes) {
  const auto length = [&](size_t size) {
    return MessageOf(Revisions(shape.changes, size), Dialect::kCommands).size();
  };
  const size_t a_hundred = length(200) - length(100);
  constexpr size_t kFewest = 8;
  return std::max(kFewest, bytes * 100 / a_hundred);
}

bool IsRefused(const HostileShape& shape, size_t size) {
  const auto has_too_many = [](const Copies& copies, size_t count) {
    const std::string message = MessageOf(Revisions(copies, count), Dialect::kCommands);
    json::Reader reader;
    json::Value root;
    Changeset changeset;
    return reader.Parse(message, &root).ok() &&
           changeset.Read(root).code() == ErrorCode::kMessageTooLarge;
  };
  // Where `$input` is made, a message may have a quarter less.
  return has_too_many(shape.changes, size + size / 4) ||
         std::any_of(shape.before.begin(), shape.before.end(),
                     [&](const Copies& before) { return has_too_many(before, size); });
}

}  // namespace gantt
