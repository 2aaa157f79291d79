#include "model/modelled_project.h"

#include <stdexcept>

#include "project/loader.h"

namespace gantt {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kData =
    R"({"tasksData":[{"id":"a","name":"A","children":[{"id":"b","children":[{"id":"c"}]},{"id":7}]},{"id":"d"}],)"
    R"("calendarsData":[{"id":"a","children":[{"id":"b"}]}],"resourcesData":[{"id":"a","children":[{"id":"b"}]},{"name":"no id"}],)"
    R"("versionsData":[{"id":"a","content":{"x":1}}],"project":{"calendar":"a"}})";

[[noreturn]] void Fail(const std::string& what, const std::string& detail) {
  throw std::logic_error(what + "\n" + detail);
}

Json MustParse(const std::string& text) {
  Json parsed = Json::parse(text, nullptr, false);
  if (parsed.is_discarded()) Fail("not JSON:", text);
  return parsed;
}

ProjectOptions With(const Limits& limits) {
  ProjectOptions options = TestOptions();
  options.limits = limits;
  return options;
}

}  // namespace

ModelledProject::ModelledProject(const Limits& limits) : project_(With(limits)) {
  LoadedData data;
  if (!Loader(limits).Load(kData, &data).ok()) Fail("the data does not load", "");
  project_.Replace(std::move(data), 0);
  served_ = Dataset();
  model_ = PlainModel(MustParse(served_)["data"]["dataset"]);
}

void ModelledProject::Submit(const std::string& message, const char* author, const Terms& terms) {
  const uint64_t revision = project_.revision();
  const std::string text = InDialect(message, terms.dialect);
  Outcome outcome;
  const Status status = project_.Submit(text, author, 1, terms, &outcome);
  if (status.ok()) {
    for (const std::vector<std::string>& messages : outcome.told) {
      for (const std::string& one : messages) MustParse(one);
    }
    if (outcome.author) {
      for (const std::string& one : *outcome.author) MustParse(one);
    }
    if (!outcome.conflicts.empty()) MustParse(outcome.conflicts);
    const bool is_commands = terms.dialect == Dialect::kCommands;
    if (outcome.changed) {
      CheckAccepted(text, MustParse(outcome.broadcast), is_commands ? author : "", revision);
    } else if (project_.revision() != revision || Dataset() != served_) {
      Fail("nothing is said, but something changed:", text);
    }
  } else if (outcome.author || project_.revision() != revision || Dataset() != served_) {
    Fail("refused, but something changed:", text);
  } else if (status.message().empty()) {
    Fail("refused without a message:", text);
  }
}

// The first revision of a message as a change of that dialect; the message itself if it has none.
std::string ModelledProject::InDialect(const std::string& message, size_t dialect) {
  json::Value root;
  if (dialect == Dialect::kCommands || !reader_.Parse(message, &root).ok() ||
      !root.is(json::Type::kObject)) {
    return message;
  }
  const json::Value data = root.Member("data");
  const json::Value revisions = data.is(json::Type::kObject) ? data.Member("revisions") : data;
  if (!revisions.is(json::Type::kArray) || !json::Elements(revisions).more()) return message;
  const json::Value first = json::Elements(revisions).value();
  if (!first.is(json::Type::kObject) || !first.Member("changes").exists()) return message;
  const std::string changes(first.Member("changes").raw());
  if (dialect == Dialect::kFlat)
    return R"({"command":"projectChange","project":1,"changes":)" + changes + "}";
  if (dialect == Dialect::kCalendar) return R"({"type":"sync","data":)" + changes + "}";
  return R"({"type":"changes","revision":)" + std::to_string(++local_) + R"(,"payload":)" +
         changes + "}";
}

std::string ModelledProject::Dataset() const {
  std::string out;
  for (const auto& part : project_.Dataset(DatasetView::kCommands)) out += *part;
  return out;
}

// Of equal keys the reader takes the first and nlohmann/json the last, so the reader looks.
std::vector<Json> ModelledProject::LocalRevisions(const std::string& message) {
  json::Value root;
  std::vector<Json> out;
  if (!reader_.Parse(message, &root).ok()) Fail("accepted, but the reader refuses it:", message);
  for (json::Elements e(root.Member("data").Member("revisions")); e.more(); e.Next()) {
    out.push_back(MustParse(std::string(e.value().Member("revision").raw())));
  }
  return out;
}

void ModelledProject::CheckAccepted(const std::string& message, const Json& answer,
                                    const char* author, uint64_t revision) {
  std::vector<Json> returned;
  for (const Json& one : answer["data"]["revisions"]) {
    const std::string number = "server-" + std::to_string(++revision);
    if (one["revision"] != number) Fail("a gap before", one.dump());
    if (*author != '\0' && one["client"] == author) returned.push_back(one["localRevision"]);
    model_.Apply(one["changes"]);
  }
  if (*author != '\0' && returned != LocalRevisions(message))
    Fail("not every revision came back:", answer.dump());
  if (project_.revision() != revision) Fail("the project is at another:", answer.dump());
  CheckCounts();
  served_ = Dataset();
  const Json whole = MustParse(served_);
  const Json& served = whole["data"]["dataset"];
  const Json expected = model_.Dataset();
  if (served == expected) return;
  Fail("the log is not the truth:", "served   " + served.dump() + "\nexpected " + expected.dump() +
                                        "\nafter    " + message + "\nanswer   " + answer.dump());
}

// Every record is reachable from its root, and sizes and bytes are those of the records.
void ModelledProject::CheckCounts() const {
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
        if (r->parent != parent || store->Find(r->key()) != r)
          Fail("a record is lost:", std::string(r->key()));
      }
    }
    if (count != store->size()) Fail("records that cannot be reached:", store->name);
  }
  if (bytes != project_.state().bytes()) Fail("bytes are not counted right", "");
}

Limits ShortLimits() {
  Limits limits;
  limits.log_revisions = 4;
  return limits;
}

Limits TinyLimits() {
  return {.message_bytes = 4000,
          .message_records = 20,
          .short_bytes = 1000,
          .stores = 9,
          .fields = 6,
          .back_bytes = 40,
          .project_bytes = 40'000,
          .log_revisions = 2,
          .log_bytes = 300,
          .tombstones = 1,
          .phantom_bytes = 1,
          .made_bytes = 1,
          .refused_bytes = 1,
          .list_bytes = 1,
          .storm_fields = 1,
          .reader_bytes = 1,
          .changeset_fields = 1,
          .pool_records = 1,
          .text_piece_bytes = 1,
          .row_piece_bytes = 1,
          .row_leaf_bytes = 1};
}

Terms TermsOf(size_t variant) {
  constexpr ConflictPolicy kPolicies[] = {ConflictPolicy::kReject, ConflictPolicy::kServerWins,
                                          ConflictPolicy::kMerge, ConflictPolicy::kAsk};
  if (variant % 3 != 0) return {};
  variant /= 3;
  Terms terms;
  terms.dialect = variant % 4;
  terms.policy = kPolicies[variant / 4 % 4];
  terms.veto = variant % 7 == 0;
  terms.audience = kForAll;
  terms.base = variant % 5;
  return terms;
}

}  // namespace gantt
