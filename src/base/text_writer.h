// Appends many small pieces to a text with few instructions each, where std::string would check its
// capacity and terminate the text every time. The text is complete when the writer ends.
#ifndef GANTT_BASE_TEXT_WRITER_H_
#define GANTT_BASE_TEXT_WRITER_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace gantt {

class TextWriter {
 public:
  // `*out` must not be used otherwise while this exists.
  explicit TextWriter(std::string* out) : out_(*out), first_(out->size()) { Reach(first_); }
  ~TextWriter() { out_.resize(size()); }
  TextWriter(const TextWriter&) = delete;
  TextWriter& operator=(const TextWriter&) = delete;

  void Put(char c) {
    if (at_ == end_) Grow(1);
    *at_++ = c;
  }
  void Put(std::string_view text) {
    if (static_cast<size_t>(end_ - at_) < text.size()) Grow(text.size());
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }

  // Repeats the output from `begin` to `end`.
  void Repeat(size_t begin, size_t end) {
    char* const at = Room(end - begin);
    std::memcpy(at, out_.data() + begin, end - begin);
    Wrote(at + (end - begin));
  }

  // Memory for `most` bytes; after writing there, call Wrote() with the number of bytes.
  char* Room(size_t most) {
    if (static_cast<size_t>(end_ - at_) < most) Grow(most);
    return at_;
  }
  void Wrote(char* end) { at_ = end; }

  // The size of the whole text, including its previous content.
  size_t size() const { return static_cast<size_t>(at_ - out_.data()); }
  char operator[](size_t i) const { return out_[i]; }
  char back() const { return at_[-1]; }
  void CutTo(size_t size) { at_ = out_.data() + size; }

 private:
  // Prepared memory is initialized first, so it grows with the output of this writer: a message of
  // many small revisions uses a writer for each.
  void Grow(size_t least) {
    constexpr size_t kStep = 256;
    const size_t size = this->size();
    const size_t wanted = size + std::max(least + kStep, size - first_);
    // Who has reserved memory knows how much there is to come.
    const bool is_enough = out_.capacity() >= size + least;
    out_.resize(is_enough ? std::min(wanted, out_.capacity()) : wanted);
    Reach(size);
  }
  void Reach(size_t size) {
    at_ = out_.data() + size;
    end_ = out_.data() + out_.size();
  }

  std::string& out_;
  const size_t first_;
  char* at_ = nullptr;
  char* end_ = nullptr;
};

}  // namespace gantt

#endif  // GANTT_BASE_TEXT_WRITER_H_
