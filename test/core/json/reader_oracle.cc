#include "json/reader_oracle.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "json/reader.h"
#include "json/text.h"

namespace gantt::json {
namespace {

using Tree = nlohmann::json;

Tree ParseTree(std::string_view text) {
  return Tree::parse(text.begin(), text.end(), nullptr, false);
}

// Of a text that the oracle accepts. Not recursive: the text may be very deep.
size_t Depth(std::string_view text) {
  size_t depth = 0;
  size_t deepest = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return deepest;
}

bool SameType(Type type, const Tree& tree) {
  switch (type) {
    case Type::kObject:
      return tree.is_object();
    case Type::kArray:
      return tree.is_array();
    case Type::kString:
      return tree.is_string();
    case Type::kNumber:
      return tree.is_number();
    case Type::kTrue:
      return tree == true;
    case Type::kFalse:
      return tree == false;
    case Type::kNull:
      return tree.is_null();
  }
  return false;
}

// Builds the tree that the reader's iterators show, and checks on the way that the raw text of
// every value means that value.
class TreeBuilder {
 public:
  Tree Build(const Value& value) {
    const Tree by_raw = ParseTree(value.raw());
    Tree tree = by_raw;
    if (value.is(Type::kArray)) {
      tree = Tree::array();
      for (Elements e(value); e.more(); e.Next()) tree.push_back(Build(e.value()));
    } else if (value.is(Type::kObject)) {
      tree = Object(value);
    } else if (value.is(Type::kString) && Unescape(Content(value.raw())) != by_raw) {
      Fail("the meaning of the string", value);
    }
    if (!SameType(value.type(), tree)) Fail("the type", value);
    if (tree != by_raw) Fail("the raw text", value);
    return tree;
  }

  const std::string& failure() const { return failure_; }

 private:
  Tree Object(const Value& value) {
    Tree tree = Tree::object();
    for (Members m(value); m.more(); m.Next()) {
      const std::string key = Unescape(Content(m.key().raw()));
      const bool is_first = !tree.contains(key);
      if (is_first && value.Member(key).raw().data() != m.value().raw().data()) {
        Fail("the first member " + key, value);
      }
      tree[key] = Build(m.value());  // Of equal keys the oracle keeps the last.
    }
    return tree;
  }

  void Fail(const std::string& what, const Value& value) {
    if (failure_.empty()) failure_ = what + " of " + std::string(value.raw());
  }

  std::string failure_;
};

}  // namespace

bool IsAccepted(std::string_view text) {
  Reader reader;
  Value root;
  return reader.Parse(text, &root).ok();
}

std::string Disagreement(std::string_view text) {
  Reader reader;
  Value root;
  const Status status = reader.Parse(text, &root);
  const Tree expected = ParseTree(text);
  const bool is_odd = text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string_view::npos;
  const bool is_accepted = !expected.is_discarded() && !is_odd && Depth(text) <= kMaxMessageDepth;
  if (status.ok() != is_accepted) {
    return status.ok() ? "only the reader accepts it"
                       : "only the oracle accepts it: " + status.message();
  }
  if (!status.ok()) return {};
  TreeBuilder builder;
  const Tree tree = builder.Build(root);
  if (!builder.failure().empty()) return builder.failure();
  return tree == expected ? "" : "the content: " + tree.dump();
}

}  // namespace gantt::json
