#include "part_buffers.h"

#include <memory>
#include <utility>

#include "arguments.h"

namespace gantt::binding {
namespace {

using Part = TextParts::value_type;

Napi::Buffer<char> Adopt(Napi::Env env, Part part) {
  // JavaScript does not write to it: lib/native.js says so.
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
    Part& part = parts[i];
    const std::string* const text = part.get();
    if (part.use_count() == 1) {
      array[i] = text->size() < kWorthAdopting
                     ? Napi::Buffer<char>::Copy(env, text->data(), text->size())
                     : Adopt(env, std::move(part));
      continue;
    }
    auto known = kept_.extract(text);
    if (known.empty()) {
      array[i] = kept.try_emplace(text, Napi::Persistent(Adopt(env, std::move(part))))
                     .first->second.Value();
    } else {
      array[i] = kept.insert(std::move(known)).position->second.Value();
    }
  }
  kept_ = std::move(kept);
  return array;
}

}  // namespace gantt::binding
