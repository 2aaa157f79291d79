// Checks the arguments from JavaScript. A wrong call is misuse and throws TypeError; the content of
// client messages is not checked here.
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

// The bytes of a Buffer or Uint8Array. JavaScript owns them; the view is valid until the call
// returns.
std::string_view BytesArgument(const Napi::CallbackInfo& info, size_t index);
std::span<char> WritableBytesArgument(const Napi::CallbackInfo& info, size_t index);

// Memory for the text of an argument; most are short.
struct StringBuffer {
  std::array<char, 256> usual;
  std::string longer;
};
// The view is valid as long as the buffer.
std::string_view StringArgument(const Napi::CallbackInfo& info, size_t index, StringBuffer* buffer);
double NumberArgument(const Napi::CallbackInfo& info, size_t index);

// {id, idFormat?, maxMessageBytes?, maxLogRevisions?, maxLogBytes?, maxProjectBytes?}
ProjectOptions ProjectOptionsArgument(const Napi::CallbackInfo& info, size_t index);

// The string or number in the JSON text of an id.
Napi::Value IdValue(Napi::Env env, std::string_view raw);

// {code, message}
Napi::Object Failure(Napi::Env env, const Status& status);
// Adopting a text needs a finalizer, which costs more than copying a smaller text.
inline constexpr size_t kWorthAdopting = size_t{16} << 10;
// A new Buffer; a large text is adopted instead of copied if the runtime allows it.
Napi::Value ToBuffer(Napi::Env env, std::string text);

}  // namespace gantt::binding

#endif  // GANTT_BINDING_ARGUMENTS_H_
