// Datasets as text: everything around the rows that the stores provide.
#include "wire/dataset_encoder.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/text.h"
#include "state/project_state.h"
#include "store/row_text.h"

namespace gantt {
namespace {

// A shorter piece is copied, because a separate part would cost more.
constexpr size_t kWorthAPart = size_t{16} << 10;

class Parts {
 public:
  // The current text; may be appended to between any two pieces.
  std::string& text() { return text_; }

  void Append(RowText::Text piece) {
    if (piece->size() < kWorthAPart) {
      text_.append(*piece);
      return;
    }
    Flush();
    parts_.push_back(std::move(piece));
  }

  TextParts Take() {
    Flush();
    return std::move(parts_);
  }

 private:
  void Flush() {
    if (text_.empty()) return;
    parts_.push_back(std::make_shared<const std::string>(std::move(text_)));
    text_.clear();
  }

  TextParts parts_;
  std::string text_;  // Behind them.
};

// Every store except `except` as a member of an object: "<name><open>[…]<close>, without a trailing
// comma.
void AppendStores(const ProjectState& state, std::string_view open, std::string_view close,
                  std::optional<std::string_view> except, Parts* out) {
  std::string& text = out->text();
  bool first = true;
  for (const auto& store : state.stores()) {
    if (store->name == except) continue;
    if (!std::exchange(first, false)) text.push_back(',');
    text.push_back('"');
    text.append(store->name).append(open);
    for (RowText::Text& piece : store->Rows()) out->Append(std::move(piece));
    text.append(close);
  }
}

}  // namespace

std::vector<LoadedMember> EncodeLoad(const ProjectState& state) {
  std::vector<LoadedMember> members;
  Parts project;
  project.text().append("\"project\":{").append(state.project_fields.text()).push_back('}');
  members.push_back({"project", project.Take()});
  for (const auto& store : state.stores()) {
    Parts out;
    out.text().append("\"").append(store->name).append("\":{\"rows\":");
    for (RowText::Text& piece : store->Rows()) out.Append(std::move(piece));
    out.text().append(",\"total\":").append(std::to_string(store->size())).push_back('}');
    members.push_back({json::Unescape(store->name), out.Take()});
  }
  return members;
}

TextParts EncodeDataset(const ProjectState& state, std::string_view project_id, DatasetView view,
                        std::string_view list_suffix) {
  Parts out;
  const std::string open = std::string(list_suffix) + "\":";
  std::string& text = out.text();
  const std::string last = std::to_string(state.log.last());
  if (view == DatasetView::kCommands || view == DatasetView::kReset) {
    text.append("{\"command\":\"dataset\",\"data\":{\"project\":").append(project_id);
    text.append(",\"dataset\":{");
    AppendStores(state, open, "", {}, &out);
    text.append(",\"project\":{").append(state.project_fields.text()).append("}}");
    if (view == DatasetView::kCommands) {
      const bool is_base = state.log.last() == state.log.base();
      text.append(",\"revision\":\"").append(is_base ? "base" : "server-" + last);
      text.push_back('"');
    }
    text.append("}}");
  } else if (view == DatasetView::kFlat) {
    text.append("{\"command\":\"dataset\",\"project\":").append(project_id);
    text.append(",\"dataset\":{");
    AppendStores(state, open, "", {}, &out);
    text.append(",\"projectMeta\":{").append(state.project_fields.text());
    text.append("},\"project\":{").append(state.project_fields.text()).append("}}}");
  } else {
    if (view == DatasetView::kSync) text.append("{\"type\":\"sync\",\"payload\":");
    text.append("{\"project\":{").append(state.project_fields.text()).append("},");
    // A member beside the stores has that name.
    std::optional<std::string_view> except;
    if (view == DatasetView::kSync) except = "revision";
    AppendStores(state, "\":{\"rows\":", "}", except, &out);
    if (view == DatasetView::kSync) {
      text.append(",\"revision\":").append(last).push_back('}');
    }
    text.push_back('}');
  }
  return out.Take();
}

}  // namespace gantt
