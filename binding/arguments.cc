#include "arguments.h"

#include <cmath>
#include <memory>
#include <random>
#include <utility>

#include "json/text.h"

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

}  // namespace

std::string_view BytesArgument(const Napi::CallbackInfo& info, size_t index) {
  const std::span<char> bytes = WritableBytesArgument(info, index);
  return {bytes.data(), bytes.size()};
}

// One call of Node-API, where its C++ classes take five for the same.
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
  // What fills the buffer up to a character's length may have been cut.
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
  options.keeps_journal = given.Get("keepsJournal").ToBoolean();
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
  static_cast<void>(owned.release());  // It is the Buffer's now.
  return buffer;
}

}  // namespace gantt::binding
