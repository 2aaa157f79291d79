#include "json/reader.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "base/status.h"
#include "json/text.h"
#include "simdjson.h"

namespace gantt::json {
namespace {

constexpr size_t kSmallestCapacity = 4096;
// For a longer text, only memory for the tokens found is kept.
constexpr size_t kLongText = size_t{256} << 10;

Status At(ErrorCode code, const char* what, size_t offset) {
  return {code, std::string(what) + " at byte " + std::to_string(offset)};
}

// Nearly every byte is greater than all four.
bool IsSpace(unsigned char c) {
  return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

// The JSON grammar over the tokens from stage 1. Each method takes the first token of an item and
// returns the token after it, or kFault. It records the end of every value.
class Grammar {
 public:
  Grammar(std::string_view text, Tokens* tokens, size_t count, size_t max_depth)
      : text_(text),
        at_(tokens->at),
        end_(tokens->end.data()),
        count_(count),
        max_depth_(max_depth),
        has_escapes_(tokens->has_escapes) {}

  Status Check() {
    const uint32_t behind = CheckValue(0, 0);
    if (behind != kFault && behind < count_) Fail("Expected the end", behind);
    return std::move(fault_);
  }

 private:
  static constexpr uint32_t kFault = 0;  // No value ends before the first token.

  // The first byte of a token; '\0' after the last one, where the text must not be read.
  char First(uint32_t i) const { return i < count_ ? text_[at_[i]] : '\0'; }

  // Most values are scalars, and cost less than a call.
  [[gnu::always_inline]] uint32_t CheckValue(uint32_t i, size_t depth) {
    const char first = First(i);
    if (first == '"') return CheckString(i) ? i + 1 : Fail("Unexpected text", i);
    if (first == '{') return depth < max_depth_ ? CheckObject(i, depth + 1) : FailTooDeep(i);
    if (first == '[') return depth < max_depth_ ? CheckArray(i, depth + 1) : FailTooDeep(i);
    return i < count_ && CheckLiteral(i) ? i + 1 : Fail("Unexpected text", i);
  }

  [[gnu::noinline]] uint32_t CheckObject(uint32_t open, size_t depth) {
    uint32_t i = open + 1;
    if (First(i) == '}') return Close(open, i);
    for (;; ++i) {
      if (First(i) != '"' || !CheckString(i)) return Fail("Expected a key", i);
      if (First(++i) != ':') return Fail("Expected a colon", i);
      i = CheckValue(i + 1, depth);
      if (i == kFault) return kFault;
      const char behind = First(i);
      if (behind == ',') continue;
      if (behind == '}') return Close(open, i);
      return Fail("Expected a comma or the closing bracket", i);
    }
  }

  [[gnu::noinline]] uint32_t CheckArray(uint32_t open, size_t depth) {
    uint32_t i = open + 1;
    if (First(i) == ']') return Close(open, i);
    for (;; ++i) {
      i = CheckValue(i, depth);
      if (i == kFault) return kFault;
      const char behind = First(i);
      if (behind == ',') continue;
      if (behind == ']') return Close(open, i);
      return Fail("Expected a comma or the closing bracket", i);
    }
  }

  uint32_t Close(uint32_t open, uint32_t i) {
    end_[open] = i;
    return i + 1;
  }

  // The end of a scalar, without white space after it. It ends before the next token; the last one
  // ends before the end of the text, which stage 1 stores after the offsets of the tokens.
  std::string_view Raw(uint32_t i) {
    const uint32_t begin = at_[i];
    uint32_t end = at_[i + 1];
    // The loop ends, because the first byte of a scalar is no space.
    while (IsSpace(static_cast<unsigned char>(text_[end - 1]))) --end;
    end_[i] = end;
    return {text_.data() + begin, end - begin};
  }

  bool CheckString(uint32_t i) {
    const std::string_view raw = Raw(i);
    return !has_escapes_ || EscapesAreValid(Content(raw));
  }

  bool CheckLiteral(uint32_t i) {
    const std::string_view raw = Raw(i);
    switch (raw.front()) {
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

  uint32_t Fail(const char* what, uint32_t i) {
    fault_ = i < count_ ? At(ErrorCode::kInvalidJson, what, at_[i])
                        : At(ErrorCode::kInvalidJson, "Unexpected end", text_.size());
    return kFault;
  }

  uint32_t FailTooDeep(uint32_t i) {
    fault_ = At(ErrorCode::kTooDeep, "The text is nested too deep", at_[i]);
    return kFault;
  }

  const std::string_view text_;
  const uint32_t* const at_;
  uint32_t* const end_;
  const size_t count_;
  const size_t max_depth_;
  const bool has_escapes_;
  Status fault_;
};

}  // namespace

Value Value::Member(std::string_view key) const {
  for (Members m(*this); m.more(); m.Next()) {
    const std::string_view content = m.key().content();
    if (content == key) return m.value();
    if (m.key().MayHaveEscapes() && HasEscape(content) && Unescape(content) == key)
      return m.value();
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
  const size_t count = parser_->n_structural_indexes;
  if (text.size() > kLongText) KeepTokensAlone();
  if (tokens_.end.size() < count) tokens_.end.resize(count);
  tokens_.has_escapes = std::memchr(text.data(), '\\', text.size()) != nullptr;
  Grammar grammar(text, &tokens_, count, max_depth_);
  if (Status status = grammar.Check(); !status.ok()) return status;
  *root = Value(&tokens_, 0);
  return {};
}

// Stage 1 needs space for one token per byte, but most texts have one token for three or four
// bytes.
void Reader::KeepTokensAlone() {
  constexpr size_t kEnd = 1;  // They are followed by the end of the text.
  tokens_.kept.assign(tokens_.at, tokens_.at + parser_->n_structural_indexes + kEnd);
  tokens_.at = tokens_.kept.data();
  parser_.reset();
  capacity_ = 0;
}

void Reader::ShrinkTo(size_t capacity) {
  if (capacity_ <= capacity && tokens_.kept.empty()) return;
  parser_.reset();
  capacity_ = 0;
  tokens_ = {};
}

// The only use of simdjson: its first stage writes the offset of every bracket, comma, colon and
// first byte of a scalar into structural_indexes. It reads nothing after the text.
Status Reader::Index(std::string_view text) {
  if (text.empty()) return {ErrorCode::kInvalidJson, "The text is empty"};
  if (capacity_ < text.size() || parser_ == nullptr) {
    const bool is_kept = text.size() <= kLongText;
    capacity_ = std::max(kSmallestCapacity, text.size() + (is_kept ? text.size() / 4 : 0));
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

}  // namespace gantt::json
