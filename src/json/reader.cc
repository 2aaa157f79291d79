#include "json/reader.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

#include "json/text.h"
#include "simdjson.h"

namespace gantt::json {
namespace {

constexpr size_t kSmallestCapacity = 4096;

Status At(ErrorCode code, const char* what, size_t offset) {
  return {code, std::string(what) + " at byte " + std::to_string(offset)};
}

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// The offset behind the last byte that is not white space in text[begin, end).
uint32_t TrimEnd(const char* text, uint32_t begin, uint32_t end) {
  while (end > begin && IsSpace(text[end - 1])) --end;
  return end;
}

}  // namespace

Value Value::Member(std::string_view key) const {
  for (Members m(*this); m.more(); m.Next()) {
    const std::string_view content = Content(m.key().raw());
    if (content == key || (HasEscape(content) && Unescape(content) == key)) return m.value();
  }
  return {};
}

Reader::Reader(size_t max_depth) : max_depth_(max_depth) {}
Reader::~Reader() = default;

Status Reader::Parse(std::string_view text, Value* root) {
  if (text.size() >= std::numeric_limits<uint32_t>::max() - 64) {
    return {ErrorCode::kMessageTooLarge, "The text is larger than 4 GiB"};
  }
  if (Status status = Index(text); !status.ok()) return status;
  tokens_.text = text.data();
  tokens_.at = parser_->structural_indexes.get();
  if (tokens_.end.size() < parser_->n_structural_indexes) {
    tokens_.end.resize(parser_->n_structural_indexes);
  }
  tokens_.has_escapes = std::memchr(text.data(), '\\', text.size()) != nullptr;
  if (Status status = Check(text); !status.ok()) return status;
  *root = Value(&tokens_, 0);
  return {};
}

void Reader::ShrinkTo(size_t capacity) {
  if (capacity_ <= capacity) return;
  parser_.reset();
  capacity_ = 0;
  tokens_ = {};
}

// The only place that knows simdjson: its first stage writes the offset of every bracket, comma,
// colon and first byte of a scalar into structural_indexes. It reads nothing behind the text.
Status Reader::Index(std::string_view text) {
  if (text.empty()) return {ErrorCode::kInvalidJson, "The text is empty"};
  if (capacity_ < text.size() || parser_ == nullptr) {
    capacity_ = std::max(kSmallestCapacity, text.size() + text.size() / 4);
    const auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
        capacity_, max_depth_, parser_);
    if (error != simdjson::SUCCESS) {
      parser_.reset();
      return {ErrorCode::kMessageTooLarge, "There is no memory to read a text of this size"};
    }
  }
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  switch (parser_->stage1(bytes, text.size(), simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS:
      return {};
    case simdjson::UTF8_ERROR:
      return {ErrorCode::kInvalidUtf8, "The text is not valid UTF-8"};
    case simdjson::UNCLOSED_STRING:
      return {ErrorCode::kInvalidJson, "A string is not closed"};
    case simdjson::UNESCAPED_CHARS:
      return {ErrorCode::kInvalidJson, "A string has a control character that is not escaped"};
    default:
      return {ErrorCode::kInvalidJson, "The text is empty or not JSON"};
  }
}

// One step per token. What may come next depends on the token before and on the innermost open
// bracket alone.
Status Reader::Check(std::string_view text) {
  enum class Expect { kValue, kValueOrEnd, kKey, kKeyOrEnd, kColon, kCommaOrEnd };
  const char* const bytes = text.data();
  const uint32_t* const at = tokens_.at;
  const uint32_t count = parser_->n_structural_indexes;
  // Behind the last token, as stage 1 leaves it, stands the end of the text.
  const auto end_of = [&](uint32_t i) {
    return i + 1 < count ? at[i + 1] : static_cast<uint32_t>(text.size());
  };
  Expect expect = Expect::kValue;
  bool in_object = false;
  open_.clear();
  const auto close = [&](uint32_t i) {
    tokens_.end[open_.back()] = i;
    open_.pop_back();
    in_object = !open_.empty() && bytes[at[open_.back()]] == '{';
    expect = Expect::kCommaOrEnd;
  };
  for (uint32_t i = 0; i < count; ++i) {
    const char c = bytes[at[i]];
    switch (expect) {
      case Expect::kCommaOrEnd:
        if (open_.empty()) return At(ErrorCode::kInvalidJson, "Expected the end", at[i]);
        if (c == ',') {
          expect = in_object ? Expect::kKey : Expect::kValue;
        } else if (c == (in_object ? '}' : ']')) {
          close(i);
        } else {
          return At(ErrorCode::kInvalidJson, "Expected a comma or the closing bracket", at[i]);
        }
        break;
      case Expect::kKeyOrEnd:
      case Expect::kKey:
        if (c == '"' && CheckScalar(i, end_of(i))) {
          expect = Expect::kColon;
        } else if (c == '}' && expect == Expect::kKeyOrEnd) {
          close(i);
        } else {
          return At(ErrorCode::kInvalidJson, "Expected a key", at[i]);
        }
        break;
      case Expect::kColon:
        if (c != ':') return At(ErrorCode::kInvalidJson, "Expected a colon", at[i]);
        expect = Expect::kValue;
        break;
      case Expect::kValueOrEnd:
      case Expect::kValue:
        if (c == '{' || c == '[') {
          if (open_.size() == max_depth_) {
            return At(ErrorCode::kTooDeep, "The text is nested too deep", at[i]);
          }
          open_.push_back(i);
          in_object = c == '{';
          expect = in_object ? Expect::kKeyOrEnd : Expect::kValueOrEnd;
        } else if (c == ']' && expect == Expect::kValueOrEnd) {
          close(i);
        } else if (CheckScalar(i, end_of(i))) {
          expect = Expect::kCommaOrEnd;
        } else {
          return At(ErrorCode::kInvalidJson, "Unexpected text", at[i]);
        }
        break;
    }
  }
  if (expect != Expect::kCommaOrEnd || !open_.empty()) {
    return At(ErrorCode::kInvalidJson, "Unexpected end", text.size());
  }
  return {};
}

bool Reader::CheckScalar(uint32_t token, uint32_t next_offset) {
  const uint32_t begin = tokens_.at[token];
  const uint32_t end = TrimEnd(tokens_.text, begin, next_offset);
  const std::string_view raw(tokens_.text + begin, end - begin);
  tokens_.end[token] = end;
  if (raw.empty()) return false;
  switch (raw.front()) {
    case '"':
      return !tokens_.has_escapes || EscapesAreValid(Content(raw));
    case 't':
      return raw == "true";
    case 'f':
      return raw == "false";
    case 'n':
      return raw == "null";
    default:
      return NumberIsValid(raw);
  }
}

}  // namespace gantt::json
