#include "rebase/value_rewriter.h"

#include <string>
#include <string_view>

#include "json/reader.h"
#include "json/text.h"
#include "store/ids.h"

namespace gantt {
namespace {

using json::Type;

// Can it contain such a string? Quick, with false positives only.
bool MayHoldGenerated(std::string_view raw) {
  return raw.find(kGeneratedPrefix) != std::string_view::npos || json::HasEscape(raw);
}

// Writes `[…]` or `{…}` around elements with commas between them.
class Brackets {
 public:
  Brackets(char opening, std::string* out) : out_(*out) { out_.push_back(opening); }
  void Next() {
    if (!first_) out_.push_back(',');
    first_ = false;
  }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace

std::string_view ValueRewriter::Rewrite(const json::Value& value) {
  const std::string_view raw = value.raw();
  if (value.is(Type::kString)) {
    const bool may_be_name =
        value.MayHaveEscapes() || value.content().starts_with(kGeneratedPrefix);
    return may_be_name ? Replacement(raw) : std::string_view();
  }
  if ((!value.is(Type::kArray) && !value.is(Type::kObject)) || !MayHoldGenerated(raw)) return {};
  std::string text;
  return Append(value, &text) ? arena_->Keep(text) : std::string_view();
}

std::string_view ValueRewriter::RewriteSegments(const json::Value& segments) {
  if (!segments.is(Type::kArray)) return Rewrite(segments);
  std::string text;
  bool changed = false;
  Brackets list('[', &text);
  for (json::Elements e(segments); e.more(); e.Next()) {
    list.Next();
    changed |=
        e.value().is(Type::kObject) ? AppendSegment(e.value(), &text) : Append(e.value(), &text);
  }
  text.push_back(']');
  return changed ? arena_->Keep(text) : std::string_view();
}

bool ValueRewriter::Append(const json::Value& value, std::string* out) {
  if (value.is(Type::kObject)) return AppendObject(value, out);
  bool changed = false;
  if (value.is(Type::kArray)) {
    Brackets list('[', out);
    for (json::Elements e(value); e.more(); e.Next()) {
      list.Next();
      changed |= Append(e.value(), out);
    }
    out->push_back(']');
    return changed;
  }
  const std::string_view known = Replacement(value.raw());
  out->append(known.empty() ? value.raw() : known);
  return !known.empty();
}

bool ValueRewriter::AppendObject(const json::Value& object, std::string* out) {
  bool changed = false;
  Brackets list('{', out);
  for (json::Members m(object); m.more(); m.Next()) {
    list.Next();
    out->append(m.key().raw()).push_back(':');
    const std::string key = json::Unescape(json::Content(m.key().raw()));
    if (key == "name" || key == "$PhantomId") {
      out->append(m.value().raw());
    } else {
      changed |= Append(m.value(), out);
    }
  }
  out->push_back('}');
  return changed;
}

// Its id is inserted after its `$PhantomId`, or replaces the present one.
bool ValueRewriter::AppendSegment(const json::Value& segment, std::string* out) {
  const std::string_view id = SegmentId(segment);
  if (id.empty()) return AppendObject(segment, out);
  const bool has_id = segment.Member("id").exists();
  Brackets list('{', out);
  for (json::Members m(segment); m.more(); m.Next()) {
    list.Next();
    out->append(m.key().raw()).push_back(':');
    const std::string key = json::Unescape(json::Content(m.key().raw()));
    if (key == "id") {
      out->append(id);
    } else if (key == "name" || key == "$PhantomId") {
      out->append(m.value().raw());
    } else {
      Append(m.value(), out);
    }
  }
  if (!has_id) out->append(",\"id\":").append(id);
  out->push_back('}');
  return true;
}

std::string_view ValueRewriter::SegmentId(const json::Value& segment) {
  json::Value name = segment.Member("$PhantomId");
  if (!name.is(Type::kString)) name = segment.Member("id");
  if (!name.is(Type::kString)) return {};
  const RecordId id = ReadId(name, arena_);
  return id.exists() ? ids_.Find(IdBindings::kSegmentStore, {id.key, true}) : std::string_view();
}

std::string_view ValueRewriter::Replacement(std::string_view raw) {
  if (!IsGenerated(raw)) return {};
  const RecordId id = ReadId(raw, arena_);
  return id.exists() ? ids_.FindAnywhere({id.key, true}) : std::string_view();
}

}  // namespace gantt
