#include "state/journal_record.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/binary.h"
#include "state/revision_log.h"

namespace gantt {
namespace {

void WriteSpan(Span span, BinaryWriter* out) {
  out->Number(span.begin);
  out->Number(span.end - span.begin);
}

Span ReadSpan(std::string_view text, BinaryReader* in) {
  const uint64_t begin = in->Number();
  const uint64_t size = in->Number();
  if (begin > text.size() || size > text.size() - begin) {
    in->Fail();
    return {};
  }
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + size)};
}

constexpr uint64_t kHasParts = 512;

// Parts that are in the text are not repeated.
void WritePart(std::string_view value, std::string_view text, BinaryWriter* out) {
  const size_t begin = text.find(value);
  if (begin == std::string_view::npos) {
    out->Number(0);
    out->Text(value);
  } else {
    out->Number(begin + 1);
    out->Number(value.size());
  }
}

std::string_view ReadPart(std::string_view text, BinaryReader* in) {
  const uint64_t place = in->Number();
  if (place == 0) return in->Text();
  const uint64_t size = in->Number();
  if (place - 1 > text.size() || size > text.size() - (place - 1)) {
    in->Fail();
    return {};
  }
  return text.substr(place - 1, size);
}

}  // namespace

void JournalRecord::AppendTo(std::string* out) const {
  std::string record;
  BinaryWriter writer(&record);
  writer.Number(number);
  writer.Number(epoch);
  writer.Number(time);
  writer.Number((is_restoration ? 1U : 0U) | static_cast<unsigned>(shape) << 1 | kHasParts);
  writer.Number(last_id);
  writer.Text(text);
  const std::string_view head = std::string_view(text).substr(0, parts.changes.begin);
  WritePart(origin, head, &writer);
  WritePart(local_id, head, &writer);
  WriteSpan(parts.author, &writer);
  WriteSpan(parts.changes, &writer);
  writer.Number(parts.inputs.size());
  for (const Span input : parts.inputs) WriteSpan(input, &writer);
  writer.Number(names.size());
  for (const Name& name : names) {
    writer.Text(name.store);
    writer.Text(name.name);
    writer.Text(name.id);
  }
  writer.Number(contents.size());
  for (const Content& content : contents) {
    writer.Text(content.version);
    writer.Text(content.content);
  }
  BinaryWriter(out).Text(record);
}

bool JournalRecord::Read(BinaryReader* in) {
  BinaryReader reader(in->Text());
  number = reader.Number();
  epoch = reader.Number();
  time = reader.Number();
  const uint64_t flags = reader.Number();
  is_restoration = (flags & 1) != 0;
  shape = static_cast<uint8_t>(flags >> 1);
  last_id = reader.Number();
  if ((flags & kHasParts) != 0) {
    text = reader.Text();
    origin = ReadPart(text, &reader);
    local_id = ReadPart(text, &reader);
  } else {
    origin = reader.Text();
    local_id = reader.Text();
    text = reader.Text();
  }
  parts.author = ReadSpan(text, &reader);
  parts.changes = ReadSpan(text, &reader);
  parts.inputs.clear();
  for (size_t i = reader.Count(); i > 0; --i) parts.inputs.push_back(ReadSpan(text, &reader));
  names.clear();
  for (size_t i = reader.Count(); i > 0; --i) {
    Name& name = names.emplace_back();
    name.store = reader.Text();
    name.name = reader.Text();
    name.id = reader.Text();
  }
  contents.clear();
  for (size_t i = reader.Count(); i > 0; --i) {
    Content& content = contents.emplace_back();
    content.version = reader.Text();
    content.content = reader.Text();
  }
  return !in->failed() && !reader.failed() && reader.at_end() && number > 0;
}

}  // namespace gantt
