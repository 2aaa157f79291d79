#include "support.h"

#include <gtest/gtest.h>

#include <utility>

#include "json/reader.h"
#include "project/loader.h"
#include "wire/revision_encoder.h"

namespace gantt {

std::string Render(const Status& status) {
  if (status.ok()) return "OK";
  return std::string(CodeName(status.code())) + ": " + status.message();
}

std::string Outline(const Store& store) {
  std::string out;
  const Record* record = store.FirstChild(store.root());
  while (record != nullptr) {
    if (!out.empty() && out.back() != '(') out += ' ';
    out += record->key();
    if (const Record* child = store.FirstChild(*record)) {
      out += '(';
      record = child;
      continue;
    }
    while (record->next == nullptr && record->parent != &store.root()) {
      out += ')';
      record = record->parent;
    }
    record = record->next;
  }
  return out;
}

std::string Message(std::initializer_list<std::string_view> changes, std::string_view project) {
  std::string text =
      "{'command':'project_change','data':{'project':" + std::string(project) + ",'revisions':[";
  size_t number = 0;
  for (const std::string_view one : changes) {
    if (number > 0) text += ',';
    text += "{'revision':'local-" + std::to_string(++number) +
            "','clientId':'chart','changes':" + std::string(one) + "}";
  }
  return Json(text + "]}}");
}

TestProject::TestProject(std::string_view data, ProjectOptions options)
    : project(TestOptions(std::move(options))) {
  Reset(data);
}

void TestProject::Reset(std::string_view data) {
  LoadedData loaded;
  const Status status = Loader({}).Load(Json(data), &loaded);
  ASSERT_EQ(Render(status), "OK") << data;
  project.Replace(std::move(loaded), kNow);
}

std::string TestProject::Submit(std::string_view message, std::string_view author) {
  std::string out;
  const Status status = project.Submit(message, author, kNow, &out);
  return status.ok() ? out : Render(status);
}

std::string TestProject::Change(std::string_view changes, std::string_view author) {
  return Changes({changes}, author);
}

std::string TestProject::Changes(std::initializer_list<std::string_view> changes,
                                 std::string_view author) {
  const std::string answer = Submit(Message(changes, project.options().id), author);
  if (!answer.starts_with('{')) return answer;
  json::Reader reader;
  json::Value root;
  const Status status = reader.Parse(answer, &root);
  if (!status.ok()) return "The broadcast is not JSON: " + answer;
  std::string out;
  for (json::Elements e(root.Member("data").Member("revisions")); e.more(); e.Next()) {
    if (!out.empty()) out += '\n';
    if (e.value().Member("client").raw() == "\"server\"") out += "server: ";
    out += e.value().Member("changes").raw();
  }
  return SingleQuoted(out);
}

std::string TestProject::Records(std::string_view store) const {
  const Store* found = project.state().FindStore(store);
  if (found == nullptr) return "no such store";
  return SingleQuoted(Joined(found->Rows()));
}

std::string TestProject::Dataset(bool with_revision) const {
  return SingleQuoted(
      Joined(project.Dataset(with_revision ? DatasetView::kCommands : DatasetView::kReset)));
}

std::string Joined(const TextParts& parts) {
  std::string out;
  for (const auto& part : parts) out += *part;
  return out;
}

}  // namespace gantt
