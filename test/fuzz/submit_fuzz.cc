// Any bytes as changes of a small project. Never a crash; a refused message changes nothing; every
// revision of an accepted one comes back, numbered without a gap, as JSON; and the log is the
// truth: PlainModel, which sees only what is broadcast, has the project's dataset.
//
// Bytes that begin with `{` are messages, one a line; others are choices of ChangeWriter.
#include <fuzzer/FuzzedDataProvider.h>

#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "change_writer.h"
#include "model/loader.h"
#include "model/project.h"
#include "plain_model.h"

namespace gantt {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kData =
    R"({"tasksData":[{"id":"a","name":"A","children":[{"id":"b","children":[{"id":"c"}]},{"id":7}]},{"id":"d"}],)"
    R"("calendarsData":[{"id":"a","children":[{"id":"b"}]}],"resourcesData":[{"id":"a"},{"name":"no id"}],)"
    R"("versionsData":[{"id":"a","content":{"x":1}}],"project":{"calendar":"a"}})";

[[noreturn]] void Fail(const char* what, const std::string& detail) {
  std::fprintf(stderr, "%s\n%s\n", what, detail.c_str());
  std::abort();
}

Json MustParse(const std::string& text) {
  Json parsed = Json::parse(text, nullptr, false);
  if (parsed.is_discarded()) Fail("not JSON:", text);
  return parsed;
}

class Run {
 public:
  Run() : project_(Options()) {
    LoadedData data;
    if (!Loader({}).Load(kData, &data).ok()) Fail("the data does not load", "");
    project_.Replace(std::move(data), 0);
    served_ = Dataset();
    model_ = PlainModel(MustParse(served_)["data"]["dataset"]);
  }

  void Submit(const std::string& message, const char* author) {
    const uint64_t revision = project_.revision();
    std::string out;
    const Status status = project_.Submit(message, author, 1, &out);
    if (status.ok()) {
      CheckAccepted(message, MustParse(out), author, revision);
    } else if (!out.empty() || project_.revision() != revision || Dataset() != served_) {
      Fail("refused, but something changed:", message);
    } else if (status.message().empty()) {
      Fail("refused without a message:", message);
    }
  }

 private:
  static ProjectOptions Options() {
    ProjectOptions options;
    options.log.count = 4;  // Short, so that it forgets.
    return options;
  }

  std::string Dataset() const {
    std::string out;
    project_.AppendDataset(Project::View::kCommands, &out);
    return out;
  }

  // Of equal keys the reader takes the first and nlohmann/json the last, so the reader looks.
  std::vector<Json> LocalRevisions(const std::string& message) {
    json::Value root;
    std::vector<Json> out;
    if (!reader_.Parse(message, &root).ok()) Fail("accepted, but the reader refuses it:", message);
    for (json::Elements e(root.Member("data").Member("revisions")); e.more(); e.Next()) {
      out.push_back(MustParse(std::string(e.value().Member("revision").raw())));
    }
    return out;
  }

  void CheckAccepted(const std::string& message, const Json& answer, const char* author,
                     uint64_t revision) {
    std::vector<Json> returned;
    for (const Json& one : answer["data"]["revisions"]) {
      const std::string number = "server-" + std::to_string(++revision);
      if (one["revision"] != number) Fail("a gap before", one.dump());
      if (one["client"] == author) returned.push_back(one["localRevision"]);
      model_.Apply(one["changes"]);
    }
    if (returned != LocalRevisions(message)) Fail("not every revision came back:", answer.dump());
    if (project_.revision() != revision) Fail("the project is at another:", answer.dump());
    CheckCounts();
    served_ = Dataset();
    const Json whole = MustParse(served_);
    const Json& served = whole["data"]["dataset"];
    const Json expected = model_.Dataset();
    if (served == expected) return;
    Fail("the log is not the truth:", "served   " + served.dump() + "\nexpected " +
                                          expected.dump() + "\nafter    " + message +
                                          "\nanswer   " + answer.dump());
  }

  // Every record is reachable from its root, and sizes and bytes are those of the records.
  void CheckCounts() const {
    size_t bytes = project_.state().project_fields.text().size();
    for (const auto& store : project_.state().stores()) {
      size_t count = 0;
      std::vector<const Record*> open{&store->root()};
      while (!open.empty()) {
        const Record* parent = open.back();
        open.pop_back();
        for (const Record* r = store->FirstChild(*parent); r != nullptr; r = r->next) {
          open.push_back(r);
          bytes += r->fields.text().size() + (r->content ? r->content->size() : 0);
          ++count;
          if (r->parent != parent || store->Find(r->key) != r) Fail("a record is lost:", r->key);
        }
      }
      if (count != store->size()) Fail("records that cannot be reached:", store->name);
    }
    if (bytes != project_.state().bytes()) Fail("bytes are not counted right", "");
  }

  Project project_;
  std::string served_;  // The last dataset.
  PlainModel model_{Json::object()};
  json::Reader reader_;
};

}  // namespace
}  // namespace gantt

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  gantt::Run run;
  const char* const authors[] = {"ann", "bob"};
  size_t count = 0;
  if (size > 0 && data[0] == '{') {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      run.Submit(std::string(line), authors[count++ % 2]);
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
    return 0;
  }
  FuzzedDataProvider bytes(data, size);
  gantt::ChangeWriter writer(&bytes);
  while (bytes.remaining_bytes() > 0 && count < 8)
    run.Submit(writer.Message(), authors[count++ % 2]);
  return 0;
}
