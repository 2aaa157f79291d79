// What JavaScript handed over, checked. A wrong call throws TypeError, which is misuse; what a
// client sent is never checked here.
#ifndef GANTT_BINDING_ARGUMENTS_H_
#define GANTT_BINDING_ARGUMENTS_H_

#include <napi.h>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/status.h"
#include "project/project.h"

namespace gantt::binding {

// The bytes of a Buffer or Uint8Array; they belong to JavaScript and may be viewed until the call
// returns.
std::string_view BytesArgument(const Napi::CallbackInfo& info, size_t index);
std::span<char> WritableBytesArgument(const Napi::CallbackInfo& info, size_t index);

// Where the text of an argument is put; most are short.
struct StringBuffer {
  std::array<char, 256> usual;
  std::string longer;
};
// The view lives as long as the buffer.
std::string_view StringArgument(const Napi::CallbackInfo& info, size_t index, StringBuffer* buffer);
double NumberArgument(const Napi::CallbackInfo& info, size_t index);

// {id, idFormat?, maxMessageBytes?, maxLogRevisions?, maxLogBytes?, maxProjectBytes?}
ProjectOptions ProjectOptionsArgument(const Napi::CallbackInfo& info, size_t index);

// The string or number of an id's JSON text.
Napi::Value IdValue(Napi::Env env, std::string_view raw);

// {code, message}
Napi::Object Failure(Napi::Env env, const Status& status);
// An adopted text costs a finalizer, which for a smaller one is dearer than a copy.
inline constexpr size_t kWorthAdopting = size_t{16} << 10;
// A Buffer of its own; a large text is adopted instead of copied where the runtime allows it.
Napi::Value ToBuffer(Napi::Env env, std::string text);

}  // namespace gantt::binding

#endif  // GANTT_BINDING_ARGUMENTS_H_
