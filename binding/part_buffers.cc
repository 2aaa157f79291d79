#include "part_buffers.h"

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "arguments.h"
#include "wire/dataset_encoder.h"

namespace gantt::binding {
namespace {

using Part = TextParts::value_type;

Napi::Buffer<char> Adopt(Napi::Env env, Part part) {
  // JavaScript must not write to it: see lib/native/addon.js.
  char* const text = const_cast<char*>(part->data());
  const size_t size = part->size();
  return Napi::Buffer<char>::NewOrCopy(env, text, size,
                                       [kept = std::move(part)](Napi::Env, char*) {});
}

}  // namespace

Napi::Array PartBuffers::ToArray(Napi::Env env, TextParts parts) {
  Napi::Array array = Napi::Array::New(env, parts.size());
  decltype(kept_) kept;
  for (uint32_t i = 0; i < parts.size(); ++i) {
    const std::string* const text = parts[i].get();
    if (text->size() < kWorthAdopting) {
      array[i] = Napi::Buffer<char>::Copy(env, text->data(), text->size());
      continue;
    }
    auto part = kept_.extract(text);
    if (part.empty()) {
      kept.emplace(text, Napi::Persistent(Adopt(env, std::move(parts[i]))));
    } else {
      kept.insert(std::move(part));
    }
    array[i] = kept[text].Value();
  }
  kept_ = std::move(kept);
  return array;
}

}  // namespace gantt::binding
