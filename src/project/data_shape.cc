#include "project/data_shape.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/reader.h"
#include "json/text.h"
#include "store/store_kind.h"

namespace gantt {
namespace {

using json::Type;

// The edit distance of two words (optimal string alignment): insertions, deletions, substitutions
// and transpositions, ignoring case.
size_t Distance(std::string_view a, std::string_view b) {
  const auto same = [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  };
  std::vector<std::vector<size_t>> steps(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) steps[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) steps[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = steps[i - 1][j - 1] + (same(a[i - 1], b[j - 1]) ? 0 : 1);
      steps[i][j] = std::min({replaced, steps[i - 1][j] + 1, steps[i][j - 1] + 1});
      const bool exchanged = i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]);
      if (exchanged) steps[i][j] = std::min(steps[i][j], steps[i - 2][j - 2] + 1);
    }
  }
  return steps[a.size()][b.size()];
}

// Short words may have one wrong letter, so that `risks` can be a store beside `tasks`.
bool IsMisspelt(std::string_view given, std::string_view meant) {
  constexpr size_t kLongestName = 32;
  if (given.size() > kLongestName) return false;
  return Distance(given, meant) <= (meant.size() < 7 ? 1 : 2);
}

// The store of a top-level member.
std::string_view StoreName(std::string_view key) {
  constexpr std::string_view kInline = "Data";
  if (key.size() > kInline.size() && key.ends_with(kInline)) key.remove_suffix(kInline.size());
  return key;
}

std::string Quoted(std::string_view name) { return '"' + std::string(name) + '"'; }

}  // namespace

std::string ShapeError(const json::Value& root) {
  std::vector<std::string_view> known{"project"};
  for (const StoreKind& kind : kStoreKinds) known.push_back(kind.name);
  std::vector<std::string_view> missing = known;
  std::vector<std::pair<std::string, Type>> others;
  bool has_store = false;
  for (json::Members m(root); m.more(); m.Next()) {
    std::string key = json::Unescape(m.key().content());
    const std::string_view name = StoreName(key);
    const json::Value& value = m.value();
    const bool is_store =
        name != key || (value.is(Type::kObject) && value.Member("rows").is(Type::kArray));
    has_store |= is_store;
    if (std::erase(missing, name) == 0) others.emplace_back(std::move(key), value.type());
  }
  const auto has = [&](std::string_view key, Type type) {
    return std::find(others.begin(), others.end(), std::pair(std::string(key), type)) !=
           others.end();
  };
  const bool has_none = missing.size() == known.size();
  if (has_none && has("data", Type::kArray) && has("links", Type::kArray)) {
    return R"(This seems to be data of DHTMLX Gantt ("data" and "links"): it has to be converted)";
  }
  if (has_none && (has("command", Type::kString) || has("dataset", Type::kObject))) {
    return R"(This seems to be a message of the server: the data is what its "dataset" holds)";
  }
  for (const auto& [key, type] : others) {
    if (type != Type::kArray && type != Type::kObject) continue;
    const std::string_view name = StoreName(key);
    for (const std::string_view meant : missing) {
      if (!IsMisspelt(name, meant)) continue;
      return "There is no store " + Quoted(name) + ": did you mean " + Quoted(meant) + "?";
    }
  }
  if (!has_none || has_store || others.empty()) return {};
  std::string stores;
  for (const StoreKind& kind : kStoreKinds) {
    stores.append(stores.empty() ? "" : ", ").append(kind.name);
  }
  return "The data has none of the stores of a project: " + stores;
}

}  // namespace gantt
