#include "arguments.h"

#include <napi.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/status.h"
#include "base/text_arena.h"
#include "json/text.h"
#include "message/wording.h"
#include "message/words.h"
#include "project/project.h"
#include "state/id_allocator.h"
#include "store/ids.h"

namespace gantt::binding {
namespace {

Napi::TypeError Misuse(Napi::Env env, const std::string& message) {
  return Napi::TypeError::New(env, message);
}

size_t Limit(const Napi::Object& options, const char* name, size_t otherwise) {
  const Napi::Value value = options.Get(name);
  if (value.IsUndefined()) return otherwise;
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : 0;
  if (!(number >= 1) || number > 9007199254740991 || std::floor(number) != number) {
    throw Misuse(options.Env(), std::string(name) + " must be a positive integer");
  }
  return static_cast<size_t>(number);
}

Words WordsOf(const Napi::Value& given) {
  Words words;
  if (given.IsUndefined()) return words;
  if (!given.IsArray()) throw Misuse(given.Env(), "Words must be a list");
  const auto list = given.As<Napi::Array>();
  // Texts, and between them the names of values.
  for (uint32_t i = 0; i < list.Length(); i += 2) {
    const std::string text = list.Get(i).ToString().Utf8Value();
    if (i + 1 == list.Length()) {
      words.Add(text);
      break;
    }
    const std::string name = list.Get(i + 1).ToString().Utf8Value();
    const std::optional<Place> place = Words::PlaceOf(name);
    if (!place) throw Misuse(given.Env(), "Words have no place '" + name + "'");
    words.Add(text, *place);
  }
  return words;
}

// The value of an object's member in a list of names; undefined: the first one.
template <typename T, size_t kCount>
T NamedMember(const Napi::Object& object, const char* name,
              const std::array<std::pair<std::string_view, T>, kCount>& values) {
  const Napi::Value given = object.Get(name);
  if (given.IsUndefined()) return values[0].second;
  const std::string text = given.ToString().Utf8Value();
  for (const auto& [known, value] : values) {
    if (known == text) return value;
  }
  throw Misuse(object.Env(), std::string(name) + " has no value '" + text + "'");
}

Wording WordingOf(const Napi::Object& given) {
  using Shapes = std::array<std::pair<std::string_view, Shape>, 5>;
  using Echoes = std::array<std::pair<std::string_view, Echo>, 3>;
  Wording wording;
  wording.shape = NamedMember(given, "shape",
                              Shapes{{{"revisions", Shape::kRevisions},
                                      {"changes", Shape::kChanges},
                                      {"payload", Shape::kPayload},
                                      {"data", Shape::kData},
                                      {"top", Shape::kTop}}});
  wording.echoes = NamedMember(given, "echoes",
                               Echoes{{{"always", Echo::kAlways},
                                       {"where-missed", Echo::kWhereMissed},
                                       {"where-renamed", Echo::kWhereRenamed}}});
  wording.is_answered = given.Get("isAnswered").ToBoolean();
  wording.tells_empty = given.Get("tellsEmpty").ToBoolean();
  wording.told = WordsOf(given.Get("told"));
  wording.echo = WordsOf(given.Get("echo"));
  wording.conflict = WordsOf(given.Get("conflict"));
  return wording;
}

}  // namespace

std::string_view BytesArgument(const Napi::CallbackInfo& info, size_t index) {
  const std::span<char> bytes = WritableBytesArgument(info, index);
  return {bytes.data(), bytes.size()};
}

// One call of Node-API; its C++ classes would make five.
std::span<char> WritableBytesArgument(const Napi::CallbackInfo& info, size_t index) {
  napi_typedarray_type type = napi_int8_array;
  size_t size = 0;
  void* data = nullptr;
  const napi_status status =
      napi_get_typedarray_info(info.Env(), info[index], &type, &size, &data, nullptr, nullptr);
  if (status != napi_ok || type != napi_uint8_array) {
    throw Misuse(info.Env(), "Argument " + std::to_string(index + 1) + " must be a Buffer");
  }
  return {static_cast<char*>(data), size};
}

std::string_view StringArgument(const Napi::CallbackInfo& info, size_t index,
                                StringBuffer* buffer) {
  size_t size = 0;
  char* const data = buffer->usual.data();
  const napi_status status =
      napi_get_value_string_utf8(info.Env(), info[index], data, buffer->usual.size(), &size);
  if (status != napi_ok) {
    throw Misuse(info.Env(), "Argument " + std::to_string(index + 1) + " must be a string");
  }
  // A text that fills the buffer up to the length of a character may be truncated.
  constexpr size_t kLongestCharacter = 4;
  if (size + kLongestCharacter < buffer->usual.size()) return {data, size};
  buffer->longer = info[index].As<Napi::String>().Utf8Value();
  return buffer->longer;
}

double NumberArgument(const Napi::CallbackInfo& info, size_t index) {
  double number = 0;
  if (napi_get_value_double(info.Env(), info[index], &number) != napi_ok) {
    throw Misuse(info.Env(), "Argument " + std::to_string(index + 1) + " must be a number");
  }
  return number;
}

ProjectOptions ProjectOptionsArgument(const Napi::CallbackInfo& info, size_t index) {
  const Napi::Env env = info.Env();
  if (!info[index].IsObject()) throw Misuse(env, "The options must be an object");
  const auto given = info[index].As<Napi::Object>();
  ProjectOptions options;
  const Napi::Value id = given.Get("id");
  if (id.IsString()) {
    options.id = json::Quoted(id.As<Napi::String>().Utf8Value());
  } else if (id.IsNumber() && std::isfinite(id.As<Napi::Number>().DoubleValue())) {
    options.id = id.ToString().Utf8Value();
  } else {
    throw Misuse(env, "id must be a string or a number");
  }
  if (options.id.size() > kMaxIdSize) throw Misuse(env, "id must be at most 1,024 bytes long");
  const Napi::Value format = given.Get("idFormat");
  const std::string format_name = format.IsUndefined() ? "prefixed" : format.ToString().Utf8Value();
  if (format_name == "prefixed") {
    options.id_format = IdFormat::kPrefixed;
  } else if (format_name == "number") {
    options.id_format = IdFormat::kNumber;
  } else if (format_name == "uuid") {
    options.id_format = IdFormat::kUuid;
  } else {
    throw Misuse(env, "idFormat must be 'prefixed', 'number' or 'uuid'");
  }
  std::random_device random;
  options.seed = uint64_t{random()} << 32 | random();
  Limits& limits = options.limits;
  limits.message_bytes = Limit(given, "maxMessageBytes", limits.message_bytes);
  limits.project_bytes = Limit(given, "maxProjectBytes", limits.project_bytes);
  limits.log_revisions = Limit(given, "maxLogRevisions", limits.log_revisions);
  limits.log_bytes = Limit(given, "maxLogBytes", limits.log_bytes);
  const Napi::Value merged = given.Get("mergeFields");
  if (merged.IsArray()) {
    const auto list = merged.As<Napi::Array>();
    std::vector<std::string> names;
    for (uint32_t i = 0; i < list.Length(); ++i)
      names.push_back(list.Get(i).ToString().Utf8Value());
    options.merged = FieldNames(std::move(names));
  }
  const Napi::Value wordings = given.Get("wordings");
  if (wordings.IsArray() && wordings.As<Napi::Array>().Length() > 0) {
    const auto list = wordings.As<Napi::Array>();
    options.wordings.clear();
    for (uint32_t i = 0; i < list.Length(); ++i)
      options.wordings.push_back(WordingOf(list.Get(i).As<Napi::Object>()));
  }
  const Napi::Value offset = given.Get("toldOffset");
  if (offset.IsNumber())
    options.told_offset = static_cast<uint64_t>(offset.As<Napi::Number>().Int64Value());
  const Napi::Value fence = given.Get("firstFence");
  if (fence.IsNumber())
    options.first_fence = static_cast<uint64_t>(fence.As<Napi::Number>().Int64Value());
  options.keeps_journal = given.Get("keepsJournal").ToBoolean();
  if (given.Get("hasPlainKeys").ToBoolean()) options.list_suffix.clear();
  return options;
}

Napi::Value IdValue(Napi::Env env, std::string_view raw) {
  TextArena arena;
  const Napi::String text = Napi::String::New(env, std::string(ReadId(raw, &arena).key));
  return raw.front() == '"' ? text.As<Napi::Value>() : text.ToNumber().As<Napi::Value>();
}

Napi::Object Failure(Napi::Env env, const Status& status) {
  Napi::Object failure = Napi::Object::New(env);
  failure.Set("code", CodeName(status.code()));
  failure.Set("message", status.message());
  return failure;
}

Napi::Value ToBuffer(Napi::Env env, std::string text) {
  if (text.size() < kWorthAdopting) return Napi::Buffer<char>::Copy(env, text.data(), text.size());
  auto owned = std::make_unique<std::string>(std::move(text));
  const Napi::Value buffer = Napi::Buffer<char>::NewOrCopy(
      env, owned->data(), owned->size(), [](Napi::Env, char*, std::string* text) { delete text; },
      owned.get());
  static_cast<void>(owned.release());  // Owned by the Buffer now.
  return buffer;
}

}  // namespace gantt::binding
