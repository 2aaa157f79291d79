// Checks a whole JSON text and provides cheap access to the raw text of every value in it.
//
// simdjson's first stage finds the structural characters and checks UTF-8 and the quotes, with the
// kernel for this CPU; this class checks everything else (grammar, escapes, surrogates, numbers,
// depth), so that JSON.parse accepts every text that it accepts. Numbers that no double can hold
// (1e999) are refused; long integers are kept as they are. Nothing is converted: a value is a piece
// of the input.
//
// Lifetime: a Value points into the text that was parsed and into the Reader's index. It is valid
// until the next Parse() of that Reader, or until the text or the Reader ends.
// Threads: one Reader belongs to one thread at a time.
#ifndef GANTT_JSON_READER_H_
#define GANTT_JSON_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace simdjson::internal {
class dom_parser_implementation;
}

namespace gantt::json {

inline constexpr size_t kMaxMessageDepth = 64;
// For values that a project stores, from its data file and from changes.
inline constexpr size_t kMaxKeptDepth = 2048;

enum class Type { kObject, kArray, kString, kNumber, kTrue, kFalse, kNull };

// The result of Parse(): the text, the offsets of its tokens, and the end of each token.
struct Tokens {
  const char* text = nullptr;
  const uint32_t* at = nullptr;  // Offset of token i.
  // For an opening bracket: its closing token. For a scalar: the offset after its last byte.
  std::vector<uint32_t> end;
  std::vector<uint32_t> kept;  // Storage for `at`, unless the text is short.
  bool has_escapes = false;    // Does the text contain a backslash?
};

class Value {
 public:
  Value() = default;
  Value(const Tokens* tokens, uint32_t token) : tokens_(tokens), token_(token) {}

  bool exists() const { return tokens_ != nullptr; }
  Type type() const {
    switch (first()) {
      case '{':
        return Type::kObject;
      case '[':
        return Type::kArray;
      case '"':
        return Type::kString;
      case 't':
        return Type::kTrue;
      case 'f':
        return Type::kFalse;
      case 'n':
        return Type::kNull;
      default:
        return Type::kNumber;
    }
  }
  bool is(Type type) const { return exists() && this->type() == type; }
  // False: no value of the text has an escape.
  bool MayHaveEscapes() const { return tokens_->has_escapes; }
  // The text of the value, without surrounding white space; strings include their quotes.
  std::string_view raw() const {
    const uint32_t begin = tokens_->at[token_];
    const uint32_t end = tokens_->end[token_];
    return {tokens_->text + begin, (IsContainer() ? tokens_->at[end] + 1 : end) - begin};
  }
  // The content of a string, between the quotes.
  std::string_view content() const {
    const uint32_t begin = tokens_->at[token_] + 1;
    return {tokens_->text + begin, tokens_->end[token_] - begin - 1};
  }
  // The number of tokens in a container: brackets, commas, colons and scalars.
  size_t token_count() const { return IsContainer() ? tokens_->end[token_] - token_ - 1 : 0; }
  // The first member of an object with `key` (compared after unescaping), or a Value that does not
  // exist. Linear in the number of members.
  Value Member(std::string_view key) const;

 private:
  friend class Members;
  friend class Elements;
  char first() const { return tokens_->text[tokens_->at[token_]]; }
  bool IsContainer() const { return (first() | 0x20) == '{'; }  // '[' | 0x20 is '{'.
  uint32_t TokenAfter() const { return (IsContainer() ? tokens_->end[token_] : token_) + 1; }

  const Tokens* tokens_ = nullptr;
  uint32_t token_ = 0;
};

// for (Members m(object); m.more(); m.Next()) … m.key() … m.value()
class Members {
 public:
  explicit Members(const Value& object) : tokens_(object.tokens_), token_(object.token_ + 1) {}
  bool more() const { return tokens_->text[tokens_->at[token_]] != '}'; }
  Value key() const { return Value(tokens_, token_); }
  Value value() const { return Value(tokens_, token_ + 2); }
  void Next() {
    token_ = value().TokenAfter();
    if (tokens_->text[tokens_->at[token_]] == ',') ++token_;
  }

 private:
  const Tokens* tokens_;
  uint32_t token_;
};

class Elements {
 public:
  explicit Elements(const Value& array) : tokens_(array.tokens_), token_(array.token_ + 1) {}
  bool more() const { return tokens_->text[tokens_->at[token_]] != ']'; }
  Value value() const { return Value(tokens_, token_); }
  void Next() {
    token_ = value().TokenAfter();
    if (tokens_->text[tokens_->at[token_]] == ',') ++token_;
  }

 private:
  const Tokens* tokens_;
  uint32_t token_;
};

class Reader {
 public:
  explicit Reader(size_t max_depth = kMaxMessageDepth);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Returns kInvalidJson, kInvalidUtf8 or kTooDeep, with the byte offset in the message; otherwise
  // sets `*root` to the checked value. Texts of 4 GiB and more are refused with kMessageTooLarge.
  Status Parse(std::string_view text, Value* root);

  // Releases the memory for a large text.
  void ShrinkTo(size_t capacity);

 private:
  Status Index(std::string_view text);
  void KeepTokensAlone();

  const size_t max_depth_;
  size_t capacity_ = 0;
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser_;
  Tokens tokens_;
};

}  // namespace gantt::json

#endif  // GANTT_JSON_READER_H_
