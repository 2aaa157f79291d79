#include "message/inspect.h"

#include <string_view>
#include <utility>

#include "base/status.h"
#include "json/reader.h"
#include "json/text.h"

namespace gantt {
namespace {

bool ComesTwice(const json::Value& object, std::string_view key) {
  bool has_come = false;
  for (json::Members m(object); m.more(); m.Next()) {
    const bool is_it = m.key().MayHaveEscapes() ? json::Unescape(m.key().content()) == key
                                                : m.key().content() == key;
    if (is_it && std::exchange(has_come, true)) return true;
  }
  return false;
}

}  // namespace

Status Inspect(json::Reader* reader, std::string_view text, std::string_view key, Inspection* out) {
  using json::Type;
  json::Value root;
  if (Status status = reader->Parse(text, &root); !status.ok()) return status;
  if (!root.is(Type::kObject)) return {ErrorCode::kNotAnObject, "The message is not an object"};
  if (ComesTwice(root, key)) {
    return {ErrorCode::kInvalidCommand, "The message has " + std::string(key) + " twice"};
  }
  const json::Value name = root.Member(key);
  if (!name.is(Type::kString)) {
    return {ErrorCode::kInvalidCommand,
            "The message has no " + std::string(key) + " that is a string"};
  }
  out->name = json::Unescape(json::Content(name.raw()));
  const json::Value revision = root.Member("revision");
  if (revision.is(Type::kString) || revision.is(Type::kNumber)) out->revision = revision.raw();
  const json::Value data = root.Member("data");
  json::Value project = data.is(Type::kObject) ? data.Member("project") : json::Value();
  if (!project.exists()) project = root.Member("project");
  if (project.is(Type::kString) || project.is(Type::kNumber)) out->project = project.raw();
  return {};
}

}  // namespace gantt
